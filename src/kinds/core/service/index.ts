import { defineKind, type ObjectOf } from '../../../model/kind.ts';
import { always, object } from '../../../model/schema.ts';
import { ServiceSpec, ServiceStatus } from './schema.ts';

export const Service = defineKind({
  group: '',
  version: 'v1',
  kind: 'Service',
  plural: 'services',
  shortNames: ['svc'],
  categories: ['all'],
  scope: 'Namespaced',
  subresources: ['proxy', 'status'],
  schema: 'io.k8s.api.core.v1.Service',
  fields: {
    spec: always(object(2, ServiceSpec)),
    status: always(object(3, ServiceStatus)),
  },
});

export interface Service extends ObjectOf<typeof Service> {}
