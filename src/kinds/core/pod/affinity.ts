import { LabelSelector } from '../../../model/meta.ts';
import { defineType, int32, int64, list, object, oneOf, required, string, type Infer } from '../../../model/schema.ts';
import { NodeSelector, NodeSelectorTerm } from '../node-selector.ts';

export const PreferredSchedulingTerm = defineType('io.k8s.api.core.v1.PreferredSchedulingTerm', {
  weight: required(int32(1)),
  preference: required(object(2, NodeSelectorTerm)),
});

export interface PreferredSchedulingTerm extends Infer<typeof PreferredSchedulingTerm> {}

export const NodeAffinity = defineType('io.k8s.api.core.v1.NodeAffinity', {
  requiredDuringSchedulingIgnoredDuringExecution: object(1, NodeSelector),
  preferredDuringSchedulingIgnoredDuringExecution: list(2, PreferredSchedulingTerm, { listType: 'atomic' }),
});

export interface NodeAffinity extends Infer<typeof NodeAffinity> {}

export const PodAffinityTerm = defineType('io.k8s.api.core.v1.PodAffinityTerm', {
  labelSelector: object(1, LabelSelector),
  namespaces: list(2, 'string', { listType: 'atomic' }),
  topologyKey: required(string(3)),
  namespaceSelector: object(4, LabelSelector),
  matchLabelKeys: list(5, 'string', { listType: 'atomic' }),
  mismatchLabelKeys: list(6, 'string', { listType: 'atomic' }),
});

export interface PodAffinityTerm extends Infer<typeof PodAffinityTerm> {}

export const WeightedPodAffinityTerm = defineType('io.k8s.api.core.v1.WeightedPodAffinityTerm', {
  weight: required(int32(1)),
  podAffinityTerm: required(object(2, PodAffinityTerm)),
});

export interface WeightedPodAffinityTerm extends Infer<typeof WeightedPodAffinityTerm> {}

export const PodAffinity = defineType('io.k8s.api.core.v1.PodAffinity', {
  requiredDuringSchedulingIgnoredDuringExecution: list(1, PodAffinityTerm, { listType: 'atomic' }),
  preferredDuringSchedulingIgnoredDuringExecution: list(2, WeightedPodAffinityTerm, { listType: 'atomic' }),
});

export interface PodAffinity extends Infer<typeof PodAffinity> {}

export const PodAntiAffinity = defineType('io.k8s.api.core.v1.PodAntiAffinity', {
  requiredDuringSchedulingIgnoredDuringExecution: list(1, PodAffinityTerm, { listType: 'atomic' }),
  preferredDuringSchedulingIgnoredDuringExecution: list(2, WeightedPodAffinityTerm, { listType: 'atomic' }),
});

export interface PodAntiAffinity extends Infer<typeof PodAntiAffinity> {}

export const Affinity = defineType('io.k8s.api.core.v1.Affinity', {
  nodeAffinity: object(1, NodeAffinity),
  podAffinity: object(2, PodAffinity),
  podAntiAffinity: object(3, PodAntiAffinity),
});

export interface Affinity extends Infer<typeof Affinity> {}

export const Toleration = defineType('io.k8s.api.core.v1.Toleration', {
  key: string(1),
  operator: oneOf(2, ['Equal', 'Exists', 'Gt', 'Lt']),
  value: string(3),
  effect: oneOf(4, ['NoExecute', 'NoSchedule', 'PreferNoSchedule']),
  tolerationSeconds: int64(5),
});

export interface Toleration extends Infer<typeof Toleration> {}

export const TopologySpreadConstraint = defineType('io.k8s.api.core.v1.TopologySpreadConstraint', {
  maxSkew: required(int32(1)),
  topologyKey: required(string(2)),
  whenUnsatisfiable: required(oneOf(3, ['DoNotSchedule', 'ScheduleAnyway'])),
  labelSelector: object(4, LabelSelector),
  minDomains: int32(5),
  nodeAffinityPolicy: oneOf(6, ['Honor', 'Ignore']),
  nodeTaintsPolicy: oneOf(7, ['Honor', 'Ignore']),
  matchLabelKeys: list(8, 'string', { listType: 'atomic' }),
});

export interface TopologySpreadConstraint extends Infer<typeof TopologySpreadConstraint> {}
