import { LabelSelector } from '../../../model/meta.ts';
import { defineType, int32, int64, list, object, oneOf, required, string, type Infer } from '../../../model/schema.ts';
import { NodeSelector, NodeSelectorTerm } from '../node-selector.ts';

export const PreferredSchedulingTerm = defineType(
  'io.k8s.api.core.v1.PreferredSchedulingTerm',
  'A wish about the node, and how strong it is.',
  {
    weight: required(int32(1, 'How much the wish counts, 1 to 100. The scheduler adds up the weights of all wishes that a node fulfils.')),
    preference: required(object(2, NodeSelectorTerm, 'What the node should be like.')),
  },
);

export interface PreferredSchedulingTerm extends Infer<typeof PreferredSchedulingTerm> {}

export const NodeAffinity = defineType('io.k8s.api.core.v1.NodeAffinity', 'Which nodes a pod may or should run on.', {
  requiredDuringSchedulingIgnoredDuringExecution: object(
    1,
    NodeSelector,
    'What the node must be like. The pod stays if the node changes later.',
  ),
  preferredDuringSchedulingIgnoredDuringExecution: list(
    2,
    PreferredSchedulingTerm,
    'What the node should be like: wishes that are weighed, not demands.',
    { listType: 'atomic' },
  ),
});

export interface NodeAffinity extends Infer<typeof NodeAffinity> {}

export const PodAffinityTerm = defineType('io.k8s.api.core.v1.PodAffinityTerm', 'Other pods, and how near to or far from them is meant.', {
  labelSelector: object(1, LabelSelector, 'Labels of the other pods. Without it none match.'),
  namespaces: list(
    2,
    'string',
    "Namespaces of the other pods, besides those of namespaceSelector. Without either the pod's own is meant.",
    { listType: 'atomic' },
  ),
  topologyKey: required(
    string(3, 'Label of nodes that says what near means: nodes with the same value are one place, such as a host or a zone.'),
  ),
  namespaceSelector: object(4, LabelSelector, 'Labels of namespaces to look for the other pods in; an empty selector means all.'),
  matchLabelKeys: list(5, 'string', 'Labels of which the other pods must have the same value as this one, such as pod-template-hash.', {
    listType: 'atomic',
  }),
  mismatchLabelKeys: list(6, 'string', 'Labels of which the other pods must have another value than this one.', { listType: 'atomic' }),
});

export interface PodAffinityTerm extends Infer<typeof PodAffinityTerm> {}

export const WeightedPodAffinityTerm = defineType(
  'io.k8s.api.core.v1.WeightedPodAffinityTerm',
  'A wish about pods nearby, and how strong it is.',
  {
    weight: required(int32(1, 'How much the wish counts, 1 to 100.')),
    podAffinityTerm: required(object(2, PodAffinityTerm, 'The other pods, and what counts as one place.')),
  },
);

export interface WeightedPodAffinityTerm extends Infer<typeof WeightedPodAffinityTerm> {}

export const PodAffinity = defineType('io.k8s.api.core.v1.PodAffinity', 'Which pods this one may or should run next to.', {
  requiredDuringSchedulingIgnoredDuringExecution: list(
    1,
    PodAffinityTerm,
    'Pods that must be in the same place when this one is scheduled. It waits while there is no such place.',
    { listType: 'atomic' },
  ),
  preferredDuringSchedulingIgnoredDuringExecution: list(
    2,
    WeightedPodAffinityTerm,
    'Pods that should be in the same place: wishes that are weighed, not demands.',
    { listType: 'atomic' },
  ),
});

export interface PodAffinity extends Infer<typeof PodAffinity> {}

export const PodAntiAffinity = defineType('io.k8s.api.core.v1.PodAntiAffinity', 'Which pods this one may not or should not run next to.', {
  requiredDuringSchedulingIgnoredDuringExecution: list(
    1,
    PodAffinityTerm,
    'Pods that must not be in the same place when this one is scheduled. Spreads replicas with one per node, say.',
    { listType: 'atomic' },
  ),
  preferredDuringSchedulingIgnoredDuringExecution: list(
    2,
    WeightedPodAffinityTerm,
    'Pods that should rather not be in the same place: wishes that are weighed, not demands.',
    { listType: 'atomic' },
  ),
});

export interface PodAntiAffinity extends Infer<typeof PodAntiAffinity> {}

export const Affinity = defineType('io.k8s.api.core.v1.Affinity', 'Where a pod may or should run, by nodes and by other pods.', {
  nodeAffinity: object(1, NodeAffinity, 'Labels of nodes that the pod needs or would like.'),
  podAffinity: object(2, PodAffinity, 'Pods that this one should be near to.'),
  podAntiAffinity: object(3, PodAntiAffinity, 'Pods that this one should stay away from.'),
});

export interface Affinity extends Infer<typeof Affinity> {}

export const Toleration = defineType('io.k8s.api.core.v1.Toleration', 'Lets a pod onto nodes in spite of a taint.', {
  key: string(1, 'Key of the taint; empty with operator Exists tolerates every taint.'),
  operator: oneOf(
    2,
    ['Equal', 'Exists', 'Gt', 'Lt'],
    'How the taint is compared: Equal (the default) wants the same value, Exists any, Gt and Lt compare whole numbers.',
  ),
  value: string(3, 'Value of the taint for Equal, Gt and Lt; must be empty for Exists.'),
  effect: oneOf(4, ['NoExecute', 'NoSchedule', 'PreferNoSchedule'], 'Effect of the taint that is tolerated; all effects unless given.'),
  tolerationSeconds: int64(5, 'For NoExecute: how many seconds the pod stays once the taint appears. For ever unless given.'),
});

export interface Toleration extends Infer<typeof Toleration> {}

export const TopologySpreadConstraint = defineType(
  'io.k8s.api.core.v1.TopologySpreadConstraint',
  'Spreads pods evenly over places such as zones.',
  {
    maxSkew: required(int32(1, 'By how many pods places may differ. With 1, no place has two pods more than another.')),
    topologyKey: required(string(2, 'Label of nodes that makes the places: nodes with the same value are one place.')),
    whenUnsatisfiable: required(
      oneOf(
        3,
        ['DoNotSchedule', 'ScheduleAnyway'],
        'DoNotSchedule leaves the pod waiting rather than exceed maxSkew, ScheduleAnyway only prefers better places.',
      ),
    ),
    labelSelector: object(4, LabelSelector, 'Labels of the pods that are counted. Normally those of the pod itself.'),
    minDomains: int32(
      5,
      'With fewer places than this the least count is taken to be 0, so that new places are asked for. Only for DoNotSchedule.',
    ),
    nodeAffinityPolicy: oneOf(
      6,
      ['Honor', 'Ignore'],
      "Honor (the default) counts only nodes that the pod's node affinity and selector allow, Ignore counts all.",
    ),
    nodeTaintsPolicy: oneOf(
      7,
      ['Honor', 'Ignore'],
      'Honor leaves out nodes whose taints the pod does not tolerate, Ignore (the default) counts them.',
    ),
    matchLabelKeys: list(
      8,
      'string',
      "Labels of which only pods with the pod's own value count, such as pod-template-hash: each rollout spreads on its own.",
      { listType: 'atomic' },
    ),
  },
);

export interface TopologySpreadConstraint extends Infer<typeof TopologySpreadConstraint> {}
