import { defineKind, type Kind, type KubeObject } from '../../../model/kind.ts';
import { defineType, always, int32, int64, object, required, string, time, type Infer } from '../../../model/schema.ts';

export const CrossVersionObjectReference = defineType(
  'io.k8s.api.autoscaling.v1.CrossVersionObjectReference',
  {
    kind: required(string(1)),
    name: required(string(2)),
    apiVersion: string(3),
  },
  { mapType: 'atomic' },
);

export interface CrossVersionObjectReference extends Infer<typeof CrossVersionObjectReference> {}

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
});
