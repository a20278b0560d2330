import { defineType, int32, list, nullable, always, object, oneOf, required, string, type Infer } from '../../model/schema.ts';

const api = 'io.k8s.api.scheduling.v1alpha2';

export const BasicSchedulingPolicy = defineType(`${api}.BasicSchedulingPolicy`, 'Each pod by itself.', {});

export interface BasicSchedulingPolicy extends Infer<typeof BasicSchedulingPolicy> {}

export const GangSchedulingPolicy = defineType(`${api}.GangSchedulingPolicy`, 'So many pods at once, or none.', {
  minCount: required(int32(1, 'How many pods must find a place together.')),
});

export interface GangSchedulingPolicy extends Infer<typeof GangSchedulingPolicy> {}

export const PodGroupSchedulingPolicy = defineType(`${api}.PodGroupSchedulingPolicy`, 'How the pods of a group are placed; one of these.', {
  basic: object(1, BasicSchedulingPolicy, 'Each pod is placed by itself.'),
  gang: object(2, GangSchedulingPolicy, 'The pods are placed together, or not at all.'),
});

export interface PodGroupSchedulingPolicy extends Infer<typeof PodGroupSchedulingPolicy> {}

export const TopologyConstraint = defineType(`${api}.TopologyConstraint`, 'Where pods must be together.', {
  key: required(string(1, 'The label of nodes whose value must be the same for all.')),
});

export interface TopologyConstraint extends Infer<typeof TopologyConstraint> {}

export const PodGroupSchedulingConstraints = defineType(`${api}.PodGroupSchedulingConstraints`, 'Where a group may be.', {
  topology: list(1, TopologyConstraint, 'Labels of nodes that must be the same for all pods.', { listType: 'atomic' }),
});

export interface PodGroupSchedulingConstraints extends Infer<typeof PodGroupSchedulingConstraints> {}

export const PodGroupResourceClaim = defineType(`${api}.PodGroupResourceClaim`, 'Devices that the pods of a group share.', {
  name: required(string(1, 'What pods call the claim.')),
  resourceClaimName: string(2, 'A claim that is there.'),
  resourceClaimTemplateName: string(3, 'A template that a claim of the group is made from.'),
});

export interface PodGroupResourceClaim extends Infer<typeof PodGroupResourceClaim> {}

const resourceClaims = list(4, PodGroupResourceClaim, 'Devices that the pods share.', {
  listType: 'map',
  listMapKeys: ['name'],
  patchStrategy: 'merge,retainKeys',
  patchMergeKey: 'name',
});

const priorityFields = {
  priorityClassName: string(6, 'The PriorityClass that says how important the group is.'),
  priority: int32(7, 'How important the group is.'),
};

export const PodGroupTemplate = defineType(`${api}.PodGroupTemplate`, 'What groups of a workload are made from.', {
  name: required(string(1, 'Its name within the workload.')),
  schedulingPolicy: required(object(2, PodGroupSchedulingPolicy, 'How the pods are placed.')),
  schedulingConstraints: nullable(always(object(3, PodGroupSchedulingConstraints, 'Where the pods may be placed.'))),
  resourceClaims,
  disruptionMode: oneOf(5, ['Pod', 'PodGroup'], 'Whether pods are disturbed one by one, or all at once.'),
  ...priorityFields,
});

export interface PodGroupTemplate extends Infer<typeof PodGroupTemplate> {}

export const WorkloadPodGroupTemplateReference = defineType(
  `${api}.WorkloadPodGroupTemplateReference`,
  'Where in a workload the template of a group stands.',
  {
    workloadName: required(string(1, 'The Workload in the same namespace that has the template.')),
    podGroupTemplateName: required(string(2, 'The template, by its name within the workload.')),
  },
);

export interface WorkloadPodGroupTemplateReference extends Infer<typeof WorkloadPodGroupTemplateReference> {}

export const PodGroupTemplateReference = defineType(`${api}.PodGroupTemplateReference`, 'What a group was made from.', {
  workload: object(1, WorkloadPodGroupTemplateReference, 'A template of a workload.'),
});

export interface PodGroupTemplateReference extends Infer<typeof PodGroupTemplateReference> {}

export const PodGroupSpec = defineType(`${api}.PodGroupSpec`, 'How the pods of a group are scheduled.', {
  podGroupTemplateRef: nullable(always(object(1, PodGroupTemplateReference, 'Template that the group was made from, if there was one.'))),
  schedulingPolicy: required(object(2, PodGroupSchedulingPolicy, 'How the pods are placed.')),
  schedulingConstraints: object(3, PodGroupSchedulingConstraints, 'Where the pods may be placed.'),
  resourceClaims,
  disruptionMode: oneOf(
    5,
    ['Pod', 'PodGroup'],
    'Whether pods are disturbed one by one (Pod), as they are by default, or all at once (PodGroup).',
    { default: 'Pod' },
  ),
  ...priorityFields,
});

export interface PodGroupSpec extends Infer<typeof PodGroupSpec> {}
