import { validateNonNegative } from '../field-checks.ts';
import type { FeatureGates } from '../../model/features/feature-gates.ts';
import { validateLeaseStrategy } from './lease-strategy.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, always, int32, microTime, object, string, type Infer } from '../../model/schema.ts';

export const LeaseSpec = defineType('io.k8s.api.coordination.v1.LeaseSpec', 'The state that is wanted.', {
  holderIdentity: string(1, 'Who holds the lease now; empty if nobody does.'),
  leaseDurationSeconds: int32(2, 'Seconds after renewTime that others must wait before they take the lease.'),
  acquireTime: microTime(3, 'When the holder took the lease.'),
  renewTime: microTime(4, 'When the holder last renewed the lease.'),
  leaseTransitions: int32(5, 'How often the lease has changed hands.'),
  strategy: string(6, 'How the holder is picked where that is left to the cluster, such as OldestEmulationVersion.'),
  preferredHolder: string(7, 'Who should take the lease over from the holder.'),
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
  description: 'Held by one at a time, who must renew it: for choosing a leader, and for nodes to tell that they live.',
  fields: {
    spec: always(object(2, LeaseSpec, 'Who holds the lease, and until when.')),
  },
  needsVersionToUpdate: true,
  createsOnUpdate: true,
  prepareCreate: (lease, { gates }) => dropGatedFields(lease, gates),
  prepareUpdate: (lease, _previous, { gates }) => dropGatedFields(lease, gates),
  takesAnyFinalizers: true,
  *validate({ spec }, field) {
    const { leaseDurationSeconds, leaseTransitions, strategy, preferredHolder } = spec;
    const at = field.at('spec');
    if (leaseDurationSeconds !== undefined && leaseDurationSeconds <= 0) {
      yield at.at('leaseDurationSeconds').invalid(leaseDurationSeconds, 'must be greater than 0');
    }
    yield* validateNonNegative(leaseTransitions, at.at('leaseTransitions'));
    if (strategy !== undefined) yield* validateLeaseStrategy(strategy, at.at('strategy'));
    if (preferredHolder && !strategy) yield at.at('preferredHolder').forbidden('may only be specified if `strategy` is defined');
  },
  columns: [{ name: 'Holder', description: 'Who holds the lease.', value: ({ spec }) => spec.holderIdentity ?? '' }],
});

function dropGatedFields({ spec }: Lease, gates: FeatureGates): void {
  if (gates.isOn('CoordinatedLeaderElection')) return;
  delete spec.strategy;
  delete spec.preferredHolder;
}
