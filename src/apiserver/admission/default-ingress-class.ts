import { IngressClass } from '../../kinds/networking/ingress-class.ts';
import { Ingress } from '../../kinds/networking/ingress/index.ts';
import { newestDefault } from '../../kinds/newest-default.ts';
import { isAbout } from './about.ts';
import type { AdmissionPlugin } from './plugin.ts';

const classAnnotation = 'kubernetes.io/ingress.class';
const defaultAnnotation = 'ingressclass.kubernetes.io/is-default-class';

/** Ingresses that name no class are of the default one, if there is one. */
export const defaultIngressClass: AdmissionPlugin = {
  name: 'DefaultIngressClass',
  async mutate(request, reader) {
    if (request.operation !== 'CREATE' || request.subresource || !isAbout(request, Ingress) || !request.object) return;
    const { metadata, spec } = request.object;
    if (spec.ingressClassName !== undefined || metadata.annotations?.[classAnnotation] !== undefined) return;
    const chosen = newestDefault(await reader.list(IngressClass), ({ annotations }) => annotations?.[defaultAnnotation] === 'true');
    if (chosen) spec.ingressClassName = chosen.metadata.name;
  },
};
