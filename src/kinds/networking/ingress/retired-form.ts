import type { KubeObject } from '../../../model/kind.ts';
import { ObjectMeta } from '../../../model/meta.ts';
import { defineType, embed, intOrString, list, object, string, type Infer } from '../../../model/schema.ts';
import { TypedLocalObjectReference } from '../../core/reference.ts';
import { IngressStatus, IngressTLS, type HTTPIngressPath, type IngressBackend, type IngressRule } from './schema.ts';

const old = 'io.k8s.api.networking.v1beta1';

const OldBackend = defineType(`${old}.IngressBackend`, 'What requests are passed to.', {
  serviceName: string(1, 'Service to pass requests to.'),
  servicePort: intOrString(2, "The service's port."),
  resource: object(3, TypedLocalObjectReference, 'Object to pass requests to.'),
});

interface OldBackend extends Infer<typeof OldBackend> {}

const OldPath = defineType(`${old}.HTTPIngressPath`, 'Where requests for a path go.', {
  path: string(1, 'Path that requests must have.'),
  pathType: string(3, 'How the path is compared.'),
  backend: object(2, OldBackend, 'Where requests for the path go.'),
});

interface OldPath extends Infer<typeof OldPath> {}

const OldRuleValue = defineType(`${old}.IngressRuleValue`, 'Where requests for a host go.', {
  http: object(
    1,
    defineType(`${old}.HTTPIngressRuleValue`, 'Paths of one host.', { paths: list(1, OldPath, 'Paths and their backends.') }),
    'Where requests go, by path.',
  ),
});

const OldRule = defineType(`${old}.IngressRule`, 'Where requests for a host go.', {
  host: string(1, 'Host that requests must be for.'),
  ...embed(2, OldRuleValue),
});

interface OldRule extends Infer<typeof OldRule> {}

/** As an Ingress looked in `networking.k8s.io/v1beta1` and `extensions/v1beta1`, in which it may still be stored. */
export const RetiredIngress = defineType(`${old}.Ingress`, 'Passes HTTP requests on to services.', {
  metadata: object(1, ObjectMeta, 'Metadata of the object.'),
  spec: object(
    2,
    defineType(`${old}.IngressSpec`, 'The state that is wanted.', {
      ingressClassName: string(4, 'Its IngressClass.'),
      backend: object(1, OldBackend, 'Where requests go that no rule matches.'),
      tls: list(2, IngressTLS, 'Certificates.'),
      rules: list(3, OldRule, 'Rules by host and path.'),
    }),
    'Where requests go.',
  ),
  status: object(3, IngressStatus, 'Where it can be reached.'),
});

interface RetiredIngress extends Infer<typeof RetiredIngress> {}

/** The same as an Ingress of today. */
export function fromRetiredIngress(retired: KubeObject): KubeObject {
  // What was stored in that form has it.
  const { spec = {}, ...rest } = retired as KubeObject & RetiredIngress;
  const { backend, rules, ...same } = spec;
  const today = {
    ...rest,
    spec: {
      ...same,
      ...(backend && { defaultBackend: fromOldBackend(backend) }),
      ...(rules && { rules: rules.map(fromOldRule) }),
    },
    status: rest.status ?? { loadBalancer: {} },
  };
  return today;
}

const fromOldRule = ({ http, ...rule }: OldRule): IngressRule => ({
  ...rule,
  ...(http && { http: { paths: (http.paths ?? []).map(fromOldPath) } }),
});

const fromOldPath = ({ pathType = 'ImplementationSpecific', backend = {}, ...path }: OldPath): HTTPIngressPath => ({
  ...path,
  // It was checked against the same values.
  pathType: pathType as HTTPIngressPath['pathType'],
  backend: fromOldBackend(backend),
});

function fromOldBackend({ serviceName, servicePort, resource }: OldBackend): IngressBackend {
  const port = typeof servicePort === 'string' ? { name: servicePort } : { ...(servicePort && { number: servicePort }) };
  const isService = Boolean(serviceName) || Boolean(servicePort);
  return { ...(isService && { service: { name: serviceName ?? '', port } }), ...(resource && { resource }) };
}
