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

export const HPAScalingPolicy = defineType(
  'io.k8s.api.autoscaling.v2.HPAScalingPolicy',
  'By how much the number may change in some time.',
  {
    type: required(string(1, 'What value counts: Pods, or Percent of the present number.')),
    value: required(int32(2, 'The most that may be added or removed within the period.')),
    periodSeconds: required(int32(3, 'Length of the period in seconds, 1 to 1800.')),
  },
);

export interface HPAScalingPolicy extends Infer<typeof HPAScalingPolicy> {}

export const HPAScalingRules = defineType('io.k8s.api.autoscaling.v2.HPAScalingRules', 'How fast to scale in one direction.', {
  stabilizationWindowSeconds: int32(3, 'Seconds of past advice to heed, so that the number does not flap: up 0, down 300 unless given.'),
  selectPolicy: string(
    1,
    'Which policy counts if there are several: Max (the default) the fastest, Min the slowest; Disabled stops scaling that way.',
  ),
  policies: list(2, HPAScalingPolicy, 'How fast to scale. Up, 4 pods or 100% per 15 seconds unless given; down, 100% per 15 seconds.', {
    listType: 'atomic',
  }),
  tolerance: quantity(4, 'By what share the metric may be off before anything is done, such as 0.05; 0.1 unless given.'),
});

export interface HPAScalingRules extends Infer<typeof HPAScalingRules> {}

export const HorizontalPodAutoscalerBehavior = defineType(
  'io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerBehavior',
  'How fast to scale in both directions.',
  {
    scaleUp: object(1, HPAScalingRules, 'How fast to add pods.'),
    scaleDown: object(2, HPAScalingRules, 'How fast to remove pods.'),
  },
);

export interface HorizontalPodAutoscalerBehavior extends Infer<typeof HorizontalPodAutoscalerBehavior> {}

export const MetricTarget = defineType('io.k8s.api.autoscaling.v2.MetricTarget', 'What a metric should be.', {
  type: required(string(1, 'What the metric is compared by: Utilization, Value or AverageValue.')),
  value: quantity(2, 'What the metric should be as it is.'),
  averageValue: quantity(3, 'What the metric should be per pod.'),
  averageUtilization: int32(4, "What the use should be on average, in percent of the pods' requests."),
});

export interface MetricTarget extends Infer<typeof MetricTarget> {}

export const ContainerResourceMetricSource = defineType(
  'io.k8s.api.autoscaling.v2.ContainerResourceMetricSource',
  'CPU or memory of one container of each pod.',
  {
    name: required(string(1, 'Resource: cpu or memory.')),
    target: required(object(2, MetricTarget, 'What the use should be.')),
    container: required(string(3, 'Container that counts; the others do not.')),
  },
);

export interface ContainerResourceMetricSource extends Infer<typeof ContainerResourceMetricSource> {}

export const MetricIdentifier = defineType('io.k8s.api.autoscaling.v2.MetricIdentifier', 'The metric, by its name and labels.', {
  name: required(string(1, 'Name of the metric.')),
  selector: object(2, LabelSelector, 'Labels of the series of the metric that count; all unless given.'),
});

export interface MetricIdentifier extends Infer<typeof MetricIdentifier> {}

export const ExternalMetricSource = defineType(
  'io.k8s.api.autoscaling.v2.ExternalMetricSource',
  'A metric from outside the cluster, such as the length of a queue.',
  {
    metric: required(object(1, MetricIdentifier, 'Which metric it is.')),
    target: required(object(2, MetricTarget, 'What it should be.')),
  },
);

export interface ExternalMetricSource extends Infer<typeof ExternalMetricSource> {}

export const CrossVersionObjectReference = defineType(
  'io.k8s.api.autoscaling.v2.CrossVersionObjectReference',
  'Names an object in the same namespace.',
  {
    kind: required(string(1, 'Kind of the object, such as Deployment.')),
    name: required(string(2, 'Name of the object that is meant.')),
    apiVersion: string(3, 'Group and version of the kind, such as apps/v1.'),
  },
);

export interface CrossVersionObjectReference extends Infer<typeof CrossVersionObjectReference> {}

export const ObjectMetricSource = defineType(
  'io.k8s.api.autoscaling.v2.ObjectMetricSource',
  'A metric of another object, such as requests to an Ingress.',
  {
    describedObject: required(object(1, CrossVersionObjectReference, 'Object that has the metric.')),
    target: required(object(2, MetricTarget, 'What it should be.')),
    metric: required(object(3, MetricIdentifier, 'Which metric it is.')),
  },
);

export interface ObjectMetricSource extends Infer<typeof ObjectMetricSource> {}

export const PodsMetricSource = defineType(
  'io.k8s.api.autoscaling.v2.PodsMetricSource',
  'A metric that each pod has; the average counts.',
  {
    metric: required(object(1, MetricIdentifier, 'Which metric it is.')),
    target: required(object(2, MetricTarget, 'What it should be per pod.')),
  },
);

export interface PodsMetricSource extends Infer<typeof PodsMetricSource> {}

export const ResourceMetricSource = defineType('io.k8s.api.autoscaling.v2.ResourceMetricSource', 'CPU or memory of the pods.', {
  name: required(string(1, 'Resource: cpu or memory.')),
  target: required(object(2, MetricTarget, 'What the use should be. Utilization wants all containers to have requests.')),
});

export interface ResourceMetricSource extends Infer<typeof ResourceMetricSource> {}

export const MetricSpec = defineType('io.k8s.api.autoscaling.v2.MetricSpec', 'A metric to scale by. One field is set, as type says.', {
  type: required(string(1, 'Which kind of metric: Resource, ContainerResource, Pods, Object or External.')),
  object: object(2, ObjectMetricSource, 'Set for type Object, such as requests to an Ingress.'),
  pods: object(3, PodsMetricSource, 'Set for type Pods: the average over the pods counts.'),
  resource: object(4, ResourceMetricSource, 'Set for type Resource: the sum over the containers of each pod counts.'),
  containerResource: object(
    7,
    ContainerResourceMetricSource,
    'Set for type ContainerResource: other containers, such as sidecars, do not count.',
  ),
  external: object(5, ExternalMetricSource, 'Set for type External, such as the length of a queue.'),
});

export interface MetricSpec extends Infer<typeof MetricSpec> {}

export const HorizontalPodAutoscalerSpec = defineType(
  'io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerSpec',
  'The state that is wanted.',
  {
    scaleTargetRef: required(object(1, CrossVersionObjectReference, 'What is scaled, such as a Deployment.')),
    minReplicas: int32(2, 'The least pods: 1 unless given.'),
    maxReplicas: required(int32(3, 'The most pods.')),
    metrics: list(4, MetricSpec, 'Metrics to scale by: 80% of the requested CPU unless given. The one that asks for most pods wins.', {
      listType: 'atomic',
    }),
    behavior: object(5, HorizontalPodAutoscalerBehavior, 'How fast to scale up and down.'),
  },
);

export interface HorizontalPodAutoscalerSpec extends Infer<typeof HorizontalPodAutoscalerSpec> {}

export const HorizontalPodAutoscalerCondition = defineType(
  'io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerCondition',
  "One aspect of an autoscaler's state, and since when it is so.",
  {
    type: required(string(1, 'Name of the aspect: AbleToScale, ScalingActive or ScalingLimited.')),
    status: required(string(2, 'Whether it holds: True, False or Unknown.')),
    lastTransitionTime: always(time(3, 'When the status last changed.')),
    reason: string(4, 'Why, in one word.'),
    message: string(5, 'Why, in a sentence.'),
  },
);

export interface HorizontalPodAutoscalerCondition extends Infer<typeof HorizontalPodAutoscalerCondition> {}

export const MetricValueStatus = defineType('io.k8s.api.autoscaling.v2.MetricValueStatus', 'What a metric is now.', {
  value: quantity(1, 'What the metric is as it is.'),
  averageValue: quantity(2, 'What the metric is per pod.'),
  averageUtilization: int32(3, "What the use is on average, in percent of the pods' requests."),
});

export interface MetricValueStatus extends Infer<typeof MetricValueStatus> {}

export const ContainerResourceMetricStatus = defineType(
  'io.k8s.api.autoscaling.v2.ContainerResourceMetricStatus',
  'CPU or memory of one container of each pod, as it is now.',
  {
    name: required(string(1, 'Resource: cpu or memory.')),
    current: required(object(2, MetricValueStatus, 'What the use is now.')),
    container: required(string(3, 'Container that counts.')),
  },
);

export interface ContainerResourceMetricStatus extends Infer<typeof ContainerResourceMetricStatus> {}

export const ExternalMetricStatus = defineType(
  'io.k8s.api.autoscaling.v2.ExternalMetricStatus',
  'A metric from outside the cluster, as it is now.',
  {
    metric: required(object(1, MetricIdentifier, 'Which metric it is.')),
    current: required(object(2, MetricValueStatus, 'What it is now.')),
  },
);

export interface ExternalMetricStatus extends Infer<typeof ExternalMetricStatus> {}

export const ObjectMetricStatus = defineType('io.k8s.api.autoscaling.v2.ObjectMetricStatus', 'A metric of another object, as it is now.', {
  metric: required(object(1, MetricIdentifier, 'Which metric it is.')),
  current: required(object(2, MetricValueStatus, 'What it is now.')),
  describedObject: required(object(3, CrossVersionObjectReference, 'Object that has the metric.')),
});

export interface ObjectMetricStatus extends Infer<typeof ObjectMetricStatus> {}

export const PodsMetricStatus = defineType('io.k8s.api.autoscaling.v2.PodsMetricStatus', 'A metric that each pod has, as it is now.', {
  metric: required(object(1, MetricIdentifier, 'Which metric it is.')),
  current: required(object(2, MetricValueStatus, 'What it is now per pod.')),
});

export interface PodsMetricStatus extends Infer<typeof PodsMetricStatus> {}

export const ResourceMetricStatus = defineType(
  'io.k8s.api.autoscaling.v2.ResourceMetricStatus',
  'CPU or memory of the pods, as it is now.',
  {
    name: required(string(1, 'Resource: cpu or memory.')),
    current: required(object(2, MetricValueStatus, 'What the use is now.')),
  },
);

export interface ResourceMetricStatus extends Infer<typeof ResourceMetricStatus> {}

export const MetricStatus = defineType('io.k8s.api.autoscaling.v2.MetricStatus', 'What one of the metrics is now.', {
  type: required(string(1, 'Which kind of metric: Resource, ContainerResource, Pods, Object or External.')),
  object: object(2, ObjectMetricStatus, 'Set for type Object.'),
  pods: object(3, PodsMetricStatus, 'Set for type Pods.'),
  resource: object(4, ResourceMetricStatus, 'Set for type Resource.'),
  containerResource: object(7, ContainerResourceMetricStatus, 'Set for type ContainerResource.'),
  external: object(5, ExternalMetricStatus, 'Set for type External.'),
});

export interface MetricStatus extends Infer<typeof MetricStatus> {}

export const HorizontalPodAutoscalerStatus = defineType(
  'io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerStatus',
  'The state that was found last.',
  {
    observedGeneration: int64(1, 'Generation of the spec that the status is about.'),
    lastScaleTime: time(2, 'When the number of pods was last changed.'),
    currentReplicas: int32(3, 'How many pods there were when last looked at.'),
    desiredReplicas: required(int32(4, 'How many pods the autoscaler last found right.')),
    currentMetrics: nullable(always(list(5, MetricStatus, 'What the metrics were when last looked at.', { listType: 'atomic' }))),
    conditions: list(6, HorizontalPodAutoscalerCondition, 'Whether the autoscaler can work, and what limits it.', {
      listType: 'map',
      listMapKeys: ['type'],
      patchStrategy: 'merge',
      patchMergeKey: 'type',
    }),
  },
);

export interface HorizontalPodAutoscalerStatus extends Infer<typeof HorizontalPodAutoscalerStatus> {}
