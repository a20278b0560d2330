import { defineKind, type ObjectOf } from '../../../model/kind.ts';
import { always, object } from '../../../model/schema.ts';
import { IngressSpec, IngressStatus } from './schema.ts';

export const Ingress = defineKind({
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

export interface Ingress extends ObjectOf<typeof Ingress> {}
