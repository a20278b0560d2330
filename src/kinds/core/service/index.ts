import { defineKind, type Kind, type KubeObject } from '../../../model/kind.ts';
import { always, object } from '../../../model/schema.ts';
import { ServiceSpec, ServiceStatus } from './schema.ts';

export interface Service extends KubeObject {
  spec: ServiceSpec;
  status: ServiceStatus;
}

export const Service: Kind<Service> = defineKind({
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
