import { validateNonNegative } from '../field-checks.ts';
import type { FeatureGates } from '../../model/features/feature-gates.ts';
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
  needsVersionToUpdate: true,
  createsOnUpdate: true,
  prepareCreate: (lease, { gates }) => dropGatedFields(lease, gates),
  prepareUpdate: (lease, _previous, { gates }) => dropGatedFields(lease, gates),
  *validate({ spec }, field) {
    const { leaseDurationSeconds, leaseTransitions } = spec;
    const at = field.at('spec');
    if (leaseDurationSeconds !== undefined && leaseDurationSeconds <= 0) {
      yield at.at('leaseDurationSeconds').invalid(leaseDurationSeconds, 'must be greater than 0');
    }
    yield* validateNonNegative(leaseTransitions, at.at('leaseTransitions'));
  },
  columns: [{ name: 'Holder', description: 'Who holds the lease.', value: ({ spec }) => spec.holderIdentity ?? '' }],
});

function dropGatedFields({ spec }: Lease, gates: FeatureGates): void {
  if (gates.isOn('CoordinatedLeaderElection')) return;
  delete spec.strategy;
  delete spec.preferredHolder;
}
