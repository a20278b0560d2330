import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { Condition, LabelSelector } from '../../model/meta.ts';
import { defineType, always, int32, int64, intOrString, list, map, object, oneOf, type Infer } from '../../model/schema.ts';

export const PodDisruptionBudgetSpec = defineType('io.k8s.api.policy.v1.PodDisruptionBudgetSpec', {
  minAvailable: intOrString(1),
  selector: object(2, LabelSelector, { patchStrategy: 'replace' }),
  maxUnavailable: intOrString(3),
  unhealthyPodEvictionPolicy: oneOf(4, ['AlwaysAllow', 'IfHealthyBudget']),
});

export interface PodDisruptionBudgetSpec extends Infer<typeof PodDisruptionBudgetSpec> {}

export const PodDisruptionBudgetStatus = defineType('io.k8s.api.policy.v1.PodDisruptionBudgetStatus', {
  observedGeneration: int64(1),
  disruptedPods: map(2, 'time'),
  disruptionsAllowed: always(int32(3)),
  currentHealthy: always(int32(4)),
  desiredHealthy: always(int32(5)),
  expectedPods: always(int32(6)),
  conditions: list(7, Condition, { listType: 'map', listMapKeys: ['type'], patchStrategy: 'merge', patchMergeKey: 'type' }),
});

export interface PodDisruptionBudgetStatus extends Infer<typeof PodDisruptionBudgetStatus> {}

export interface PodDisruptionBudget extends KubeObject {
  spec: PodDisruptionBudgetSpec;
  status: PodDisruptionBudgetStatus;
}

export const PodDisruptionBudget: Kind<PodDisruptionBudget> = defineKind({
  group: 'policy',
  version: 'v1',
  kind: 'PodDisruptionBudget',
  plural: 'poddisruptionbudgets',
  shortNames: ['pdb'],
  scope: 'Namespaced',
  subresources: ['status'],
  schema: 'io.k8s.api.policy.v1.PodDisruptionBudget',
  fields: {
    spec: always(object(2, PodDisruptionBudgetSpec)),
    status: always(object(3, PodDisruptionBudgetStatus)),
  },
});
