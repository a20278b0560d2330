import { autoscalerColumns } from '../horizontal-pod-autoscaler/columns.ts';
import { HorizontalPodAutoscaler as StoredAutoscaler } from '../horizontal-pod-autoscaler/index.ts';
import { validateAutoscaler, validateAutoscalerStatus } from '../horizontal-pod-autoscaler/validation.ts';
import { fromStored, toStored } from './stored.ts';
import { CrossVersionObjectReference } from './reference.ts';
import { defineKind, type Kind, type KubeObject } from '../../../model/kind.ts';
import { defineType, always, int32, int64, object, required, time, type Infer } from '../../../model/schema.ts';

export const HorizontalPodAutoscalerSpec = defineType('io.k8s.api.autoscaling.v1.HorizontalPodAutoscalerSpec', {
  scaleTargetRef: required(object(1, CrossVersionObjectReference)),
  minReplicas: int32(2),
  maxReplicas: required(int32(3)),
  targetCPUUtilizationPercentage: int32(4),
});

export interface HorizontalPodAutoscalerSpec extends Infer<typeof HorizontalPodAutoscalerSpec> {}

export const HorizontalPodAutoscalerStatus = defineType('io.k8s.api.autoscaling.v1.HorizontalPodAutoscalerStatus', {
  observedGeneration: int64(1),
  lastScaleTime: time(2),
  currentReplicas: required(int32(3)),
  desiredReplicas: required(int32(4)),
  currentCPUUtilizationPercentage: int32(5),
});

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
  fields: {
    spec: required(object(2, HorizontalPodAutoscalerSpec)),
    status: always(object(3, HorizontalPodAutoscalerStatus)),
  },

  storedAs: { kind: StoredAutoscaler, toStored, fromStored },
  defaults: ({ spec }) => {
    spec.minReplicas ??= 1;
  },
  validateCreate: (autoscaler, field) => validateAutoscaler(toStored(autoscaler).spec, undefined, field.at('spec')),
  validateUpdate: (autoscaler, previous, field) => validateAutoscaler(toStored(autoscaler).spec, toStored(previous).spec, field.at('spec')),
  validateStatusUpdate: ({ status }, _previous, field) => validateAutoscalerStatus(status, field.at('status')),
  columns: autoscalerColumns.map((column) => ({
    ...column,
    value: (autoscaler: Readonly<HorizontalPodAutoscaler>, nowMs: number) => column.value(toStored(autoscaler), nowMs),
  })),
});
