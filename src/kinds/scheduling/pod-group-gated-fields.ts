import type { FeatureGates } from '../../model/features/feature-gates.ts';
import { dropGated, type GatedFields } from '../gated.ts';
import type { PodGroupSpec, PodGroupTemplate } from './pod-group-template.ts';

/** What groups and the templates of them have in common. */
type Group = Pick<PodGroupSpec, 'resourceClaims' | 'disruptionMode' | 'priorityClassName' | 'priority'> & {
  schedulingConstraints?: PodGroupTemplate['schedulingConstraints'];
};

const preemption: GatedFields<Group>['features'] = ['WorkloadAwarePreemption'];

const gated: readonly GatedFields<Group>[] = [
  {
    features: ['TopologyAwareWorkloadScheduling'],
    isUsed: ({ schedulingConstraints }) => Boolean(schedulingConstraints),
    drop: (group) => {
      // Templates show that there are none.
      if (group.schedulingConstraints) delete group.schedulingConstraints;
    },
  },
  {
    features: ['DRAWorkloadResourceClaims'],
    isUsed: ({ resourceClaims = [] }) => resourceClaims.length > 0,
    drop: (group) => delete group.resourceClaims,
  },
  { features: preemption, isUsed: ({ disruptionMode }) => disruptionMode !== undefined, drop: (group) => delete group.disruptionMode },
  { features: preemption, isUsed: ({ priorityClassName }) => Boolean(priorityClassName), drop: (group) => delete group.priorityClassName },
  { features: preemption, isUsed: ({ priority }) => priority !== undefined, drop: (group) => delete group.priority },
];

/** What features bring that are off is dropped, unless the group has it already. */
export const dropGatedGroupFields = (group: Group, gates: FeatureGates, previous?: Readonly<Group>): void =>
  dropGated(gated, gates, group, previous);
