import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, always, int32, microTime, object, string, type Infer } from '../../model/schema.ts';

export const LeaseSpec = defineType('io.k8s.api.coordination.v1.LeaseSpec', {
  holderIdentity: string(1),
  leaseDurationSeconds: int32(2),
  acquireTime: microTime(3),
  renewTime: microTime(4),
  leaseTransitions: int32(5),
  strategy: string(6),
  preferredHolder: string(7),
});

export interface LeaseSpec extends Infer<typeof LeaseSpec> {}

export interface Lease extends KubeObject {
  spec: LeaseSpec;
}

export const Lease: Kind<Lease> = defineKind({
  group: 'coordination.k8s.io',
  version: 'v1',
  kind: 'Lease',
  plural: 'leases',
  scope: 'Namespaced',
  schema: 'io.k8s.api.coordination.v1.Lease',
  fields: {
    spec: always(object(2, LeaseSpec)),
  },
});
