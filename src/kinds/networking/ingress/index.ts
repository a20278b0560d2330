import { defineKind, type Kind, type KubeObject } from '../../../model/kind.ts';
import { always, object } from '../../../model/schema.ts';
import { IngressSpec, IngressStatus } from './schema.ts';

export interface Ingress extends KubeObject {
  spec: IngressSpec;
  status: IngressStatus;
}

export const Ingress: Kind<Ingress> = defineKind({
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'Ingress',
  plural: 'ingresses',
  shortNames: ['ing'],
  scope: 'Namespaced',
  subresources: ['status'],
  schema: 'io.k8s.api.networking.v1.Ingress',
  fields: {
    spec: always(object(2, IngressSpec)),
    status: always(object(3, IngressStatus)),
  },
});
