import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { Condition } from '../../model/meta.ts';
import { defineType, always, list, object, type Infer } from '../../model/schema.ts';

export const ServiceCIDRSpec = defineType('io.k8s.api.networking.v1.ServiceCIDRSpec', {
  cidrs: list(1, 'string', { listType: 'atomic' }),
});

export interface ServiceCIDRSpec extends Infer<typeof ServiceCIDRSpec> {}

export const ServiceCIDRStatus = defineType('io.k8s.api.networking.v1.ServiceCIDRStatus', {
  conditions: list(1, Condition, { listType: 'map', listMapKeys: ['type'], patchStrategy: 'merge', patchMergeKey: 'type' }),
});

export interface ServiceCIDRStatus extends Infer<typeof ServiceCIDRStatus> {}

export interface ServiceCIDR extends KubeObject {
  spec: ServiceCIDRSpec;
  status: ServiceCIDRStatus;
}

export const ServiceCIDR: Kind<ServiceCIDR> = defineKind({
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'ServiceCIDR',
  plural: 'servicecidrs',
  scope: 'Cluster',
  subresources: ['status'],
  schema: 'io.k8s.api.networking.v1.ServiceCIDR',
  fields: {
    spec: always(object(2, ServiceCIDRSpec)),
    status: always(object(3, ServiceCIDRStatus)),
  },
});
