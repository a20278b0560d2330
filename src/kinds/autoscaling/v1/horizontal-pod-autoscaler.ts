import { autoscalerColumns } from '../horizontal-pod-autoscaler/columns.ts';
import { HorizontalPodAutoscaler as StoredAutoscaler } from '../horizontal-pod-autoscaler/index.ts';
import { validateAutoscaler, validateAutoscalerStatus } from '../horizontal-pod-autoscaler/validation.ts';
import { fromStored, toStored } from './stored.ts';
import { CrossVersionObjectReference } from './reference.ts';
import { defineKind, type Kind, type KubeObject } from '../../../model/kind.ts';
import { defineType, always, int32, int64, object, required, time, type Infer } from '../../../model/schema.ts';

export const HorizontalPodAutoscalerSpec = defineType(
  'io.k8s.api.autoscaling.v1.HorizontalPodAutoscalerSpec',
  'The state that is wanted.',
  {
    scaleTargetRef: required(object(1, CrossVersionObjectReference, 'What is scaled, such as a Deployment.')),
    minReplicas: int32(2, 'The least pods: 1 unless given.'),
    maxReplicas: required(int32(3, 'The most pods.')),
    targetCPUUtilizationPercentage: int32(
      4,
      "What the use of CPU should be on average, in percent of the pods' requests: 80 unless given.",
    ),
  },
);

export interface HorizontalPodAutoscalerSpec extends Infer<typeof HorizontalPodAutoscalerSpec> {}

export const HorizontalPodAutoscalerStatus = defineType(
  'io.k8s.api.autoscaling.v1.HorizontalPodAutoscalerStatus',
  'The state that was found last.',
  {
    observedGeneration: int64(1, 'Generation of the spec that the status is about.'),
    lastScaleTime: time(2, 'When the number of pods was last changed.'),
    currentReplicas: required(int32(3, 'How many pods there were when last looked at.')),
    desiredReplicas: required(int32(4, 'How many pods the autoscaler last found right.')),
    currentCPUUtilizationPercentage: int32(5, "What the use of CPU is on average, in percent of the pods' requests."),
  },
);

export interface HorizontalPodAutoscalerStatus extends Infer<typeof HorizontalPodAutoscalerStatus> {}

export interface HorizontalPodAutoscaler extends KubeObject {
  spec: HorizontalPodAutoscalerSpec;
  status: HorizontalPodAutoscalerStatus;
}

export const HorizontalPodAutoscaler: Kind<HorizontalPodAutoscaler> = defineKind({
  group: 'autoscaling',
  version: 'v1',
  kind: 'HorizontalPodAutoscaler',
  plural: 'horizontalpodautoscalers',
  shortNames: ['hpa'],
  categories: ['all'],
  scope: 'Namespaced',
  subresources: ['status'],
  schema: 'io.k8s.api.autoscaling.v1.HorizontalPodAutoscaler',
  description: 'Changes the number of pods with their use of CPU. The older form; v2 knows other metrics, too.',
  fields: {
    spec: required(object(2, HorizontalPodAutoscalerSpec, 'What is scaled, between which bounds.')),
    status: always(object(3, HorizontalPodAutoscalerStatus, 'What the autoscaler has found and decided.')),
  },

  storedAs: { kind: StoredAutoscaler, toStored, fromStored },
  defaults: ({ spec }) => {
    spec.minReplicas ??= 1;
  },
  validateCreate: (autoscaler, field, { gates }) => validateAutoscaler(toStored(autoscaler).spec, undefined, field.at('spec'), gates),
  validateUpdate: (autoscaler, previous, field, { gates }) =>
    validateAutoscaler(toStored(autoscaler).spec, toStored(previous).spec, field.at('spec'), gates),
  validateStatusUpdate: ({ status }, _previous, field) => validateAutoscalerStatus(status, field.at('status')),
  columns: autoscalerColumns.map((column) => ({
    ...column,
    value: (autoscaler: Readonly<HorizontalPodAutoscaler>, nowMs: number) => column.value(toStored(autoscaler), nowMs),
  })),
});
