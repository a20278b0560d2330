import { LabelSelector } from '../../../model/meta.ts';
import {
  defineType,
  always,
  int32,
  int64,
  list,
  nullable,
  object,
  quantity,
  required,
  string,
  time,
  type Infer,
} from '../../../model/schema.ts';

export const HPAScalingPolicy = defineType('io.k8s.api.autoscaling.v2.HPAScalingPolicy', {
  type: required(string(1)),
  value: required(int32(2)),
  periodSeconds: required(int32(3)),
});

export interface HPAScalingPolicy extends Infer<typeof HPAScalingPolicy> {}

export const HPAScalingRules = defineType('io.k8s.api.autoscaling.v2.HPAScalingRules', {
  selectPolicy: string(1),
  policies: list(2, HPAScalingPolicy, { listType: 'atomic' }),
  stabilizationWindowSeconds: int32(3),
  tolerance: quantity(4),
});

export interface HPAScalingRules extends Infer<typeof HPAScalingRules> {}

export const HorizontalPodAutoscalerBehavior = defineType('io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerBehavior', {
  scaleUp: object(1, HPAScalingRules),
  scaleDown: object(2, HPAScalingRules),
});

export interface HorizontalPodAutoscalerBehavior extends Infer<typeof HorizontalPodAutoscalerBehavior> {}

export const MetricTarget = defineType('io.k8s.api.autoscaling.v2.MetricTarget', {
  type: required(string(1)),
  value: quantity(2),
  averageValue: quantity(3),
  averageUtilization: int32(4),
});

export interface MetricTarget extends Infer<typeof MetricTarget> {}

export const ContainerResourceMetricSource = defineType('io.k8s.api.autoscaling.v2.ContainerResourceMetricSource', {
  name: required(string(1)),
  target: required(object(2, MetricTarget)),
  container: required(string(3)),
});

export interface ContainerResourceMetricSource extends Infer<typeof ContainerResourceMetricSource> {}

export const MetricIdentifier = defineType('io.k8s.api.autoscaling.v2.MetricIdentifier', {
  name: required(string(1)),
  selector: object(2, LabelSelector),
});

export interface MetricIdentifier extends Infer<typeof MetricIdentifier> {}

export const ExternalMetricSource = defineType('io.k8s.api.autoscaling.v2.ExternalMetricSource', {
  metric: required(object(1, MetricIdentifier)),
  target: required(object(2, MetricTarget)),
});

export interface ExternalMetricSource extends Infer<typeof ExternalMetricSource> {}

export const CrossVersionObjectReference = defineType('io.k8s.api.autoscaling.v2.CrossVersionObjectReference', {
  kind: required(string(1)),
  name: required(string(2)),
  apiVersion: string(3),
});

export interface CrossVersionObjectReference extends Infer<typeof CrossVersionObjectReference> {}

export const ObjectMetricSource = defineType('io.k8s.api.autoscaling.v2.ObjectMetricSource', {
  describedObject: required(object(1, CrossVersionObjectReference)),
  target: required(object(2, MetricTarget)),
  metric: required(object(3, MetricIdentifier)),
});

export interface ObjectMetricSource extends Infer<typeof ObjectMetricSource> {}

export const PodsMetricSource = defineType('io.k8s.api.autoscaling.v2.PodsMetricSource', {
  metric: required(object(1, MetricIdentifier)),
  target: required(object(2, MetricTarget)),
});

export interface PodsMetricSource extends Infer<typeof PodsMetricSource> {}

export const ResourceMetricSource = defineType('io.k8s.api.autoscaling.v2.ResourceMetricSource', {
  name: required(string(1)),
  target: required(object(2, MetricTarget)),
});

export interface ResourceMetricSource extends Infer<typeof ResourceMetricSource> {}

export const MetricSpec = defineType('io.k8s.api.autoscaling.v2.MetricSpec', {
  type: required(string(1)),
  object: object(2, ObjectMetricSource),
  pods: object(3, PodsMetricSource),
  resource: object(4, ResourceMetricSource),
  external: object(5, ExternalMetricSource),
  containerResource: object(7, ContainerResourceMetricSource),
});

export interface MetricSpec extends Infer<typeof MetricSpec> {}

export const HorizontalPodAutoscalerSpec = defineType('io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerSpec', {
  scaleTargetRef: required(object(1, CrossVersionObjectReference)),
  minReplicas: int32(2),
  maxReplicas: required(int32(3)),
  metrics: list(4, MetricSpec, { listType: 'atomic' }),
  behavior: object(5, HorizontalPodAutoscalerBehavior),
});

export interface HorizontalPodAutoscalerSpec extends Infer<typeof HorizontalPodAutoscalerSpec> {}

export const HorizontalPodAutoscalerCondition = defineType('io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerCondition', {
  type: required(string(1)),
  status: required(string(2)),
  lastTransitionTime: always(time(3)),
  reason: string(4),
  message: string(5),
});

export interface HorizontalPodAutoscalerCondition extends Infer<typeof HorizontalPodAutoscalerCondition> {}

export const MetricValueStatus = defineType('io.k8s.api.autoscaling.v2.MetricValueStatus', {
  value: quantity(1),
  averageValue: quantity(2),
  averageUtilization: int32(3),
});

export interface MetricValueStatus extends Infer<typeof MetricValueStatus> {}

export const ContainerResourceMetricStatus = defineType('io.k8s.api.autoscaling.v2.ContainerResourceMetricStatus', {
  name: required(string(1)),
  current: required(object(2, MetricValueStatus)),
  container: required(string(3)),
});

export interface ContainerResourceMetricStatus extends Infer<typeof ContainerResourceMetricStatus> {}

export const ExternalMetricStatus = defineType('io.k8s.api.autoscaling.v2.ExternalMetricStatus', {
  metric: required(object(1, MetricIdentifier)),
  current: required(object(2, MetricValueStatus)),
});

export interface ExternalMetricStatus extends Infer<typeof ExternalMetricStatus> {}

export const ObjectMetricStatus = defineType('io.k8s.api.autoscaling.v2.ObjectMetricStatus', {
  metric: required(object(1, MetricIdentifier)),
  current: required(object(2, MetricValueStatus)),
  describedObject: required(object(3, CrossVersionObjectReference)),
});

export interface ObjectMetricStatus extends Infer<typeof ObjectMetricStatus> {}

export const PodsMetricStatus = defineType('io.k8s.api.autoscaling.v2.PodsMetricStatus', {
  metric: required(object(1, MetricIdentifier)),
  current: required(object(2, MetricValueStatus)),
});

export interface PodsMetricStatus extends Infer<typeof PodsMetricStatus> {}

export const ResourceMetricStatus = defineType('io.k8s.api.autoscaling.v2.ResourceMetricStatus', {
  name: required(string(1)),
  current: required(object(2, MetricValueStatus)),
});

export interface ResourceMetricStatus extends Infer<typeof ResourceMetricStatus> {}

export const MetricStatus = defineType('io.k8s.api.autoscaling.v2.MetricStatus', {
  type: required(string(1)),
  object: object(2, ObjectMetricStatus),
  pods: object(3, PodsMetricStatus),
  resource: object(4, ResourceMetricStatus),
  external: object(5, ExternalMetricStatus),
  containerResource: object(7, ContainerResourceMetricStatus),
});

export interface MetricStatus extends Infer<typeof MetricStatus> {}

export const HorizontalPodAutoscalerStatus = defineType('io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerStatus', {
  observedGeneration: int64(1),
  lastScaleTime: time(2),
  currentReplicas: int32(3),
  desiredReplicas: required(int32(4)),
  currentMetrics: nullable(always(list(5, MetricStatus, { listType: 'atomic' }))),
  conditions: list(6, HorizontalPodAutoscalerCondition, {
    listType: 'map',
    listMapKeys: ['type'],
    patchStrategy: 'merge',
    patchMergeKey: 'type',
  }),
});

export interface HorizontalPodAutoscalerStatus extends Infer<typeof HorizontalPodAutoscalerStatus> {}
