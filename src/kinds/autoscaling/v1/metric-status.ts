import { LabelSelector } from '../../../model/meta.ts';
import { defineType, int32, object, quantity, required, string, type Infer } from '../../../model/schema.ts';
import type { MetricStatus, MetricValueStatus } from '../horizontal-pod-autoscaler/schema.ts';
import { some } from '../../optional-field.ts';
import { CrossVersionObjectReference } from './reference.ts';

/** How this version describes what metrics are, in the order in which it writes them. */
const ObjectStatus = defineType('io.k8s.api.autoscaling.v1.ObjectMetricStatus', 'A metric of another object, as it is now.', {
  target: required(object(1, CrossVersionObjectReference, 'Object that has the metric.')),
  metricName: required(string(2, 'Name of the metric.')),
  currentValue: required(quantity(3, 'What the metric is now.')),
  selector: object(4, LabelSelector, 'Labels of the series of the metric that count.'),
  averageValue: quantity(5, 'What the metric is now per pod.'),
});

const PodsStatus = defineType('io.k8s.api.autoscaling.v1.PodsMetricStatus', 'A metric that each pod has, as it is now.', {
  metricName: required(string(1, 'Name of the metric.')),
  currentAverageValue: required(quantity(2, 'What the metric is now per pod.')),
  selector: object(3, LabelSelector, 'Labels of the series of the metric that count.'),
});

const ResourceStatus = defineType('io.k8s.api.autoscaling.v1.ResourceMetricStatus', 'CPU or memory of the pods, as it is now.', {
  name: required(string(1, 'Resource: cpu or memory.')),
  currentAverageUtilization: int32(2, "What the use is now, in percent of the pods' requests."),
  currentAverageValue: required(quantity(3, 'What the use is now per pod.')),
});

const ContainerResourceStatus = defineType(
  'io.k8s.api.autoscaling.v1.ContainerResourceMetricStatus',
  'CPU or memory of one container of each pod, as it is now.',
  {
    name: required(string(1, 'Resource: cpu or memory.')),
    currentAverageUtilization: int32(2, "What the use is now, in percent of the pods' requests."),
    currentAverageValue: required(quantity(3, 'What the use is now per pod.')),
    container: required(string(4, 'Container that counts.')),
  },
);

const ExternalStatus = defineType('io.k8s.api.autoscaling.v1.ExternalMetricStatus', 'A metric from outside the cluster, as it is now.', {
  metricName: required(string(1, 'Name of the metric.')),
  metricSelector: object(2, LabelSelector, 'Labels of the series of the metric that count.'),
  currentValue: required(quantity(3, 'What the metric is now.')),
  currentAverageValue: quantity(4, 'What the metric is now per pod.'),
});

export const OldMetricStatus = defineType(
  'io.k8s.api.autoscaling.v1.MetricStatus',
  'What one of the metrics is now, as it is kept in an annotation.',
  {
    type: required(string(1, 'Which kind of metric it is.')),
    object: object(2, ObjectStatus, 'A metric of another object.'),
    pods: object(3, PodsStatus, 'A metric that each pod has.'),
    resource: object(4, ResourceStatus, 'CPU or memory of the pods.'),
    containerResource: object(7, ContainerResourceStatus, 'CPU or memory of one container of each pod.'),
    external: object(5, ExternalStatus, 'A metric from outside the cluster.'),
  },
);

export interface OldMetricStatus extends Infer<typeof OldMetricStatus> {}

export function oldStatus({ type, object: described, pods, resource, containerResource, external }: MetricStatus): OldMetricStatus {
  return {
    type,
    ...(described && {
      object: {
        target: described.describedObject,
        metricName: described.metric.name,
        currentValue: described.current.value ?? '0',
        ...some('selector', described.metric.selector),
        ...some('averageValue', described.current.averageValue),
      },
    }),
    ...(pods && {
      pods: {
        metricName: pods.metric.name,
        currentAverageValue: pods.current.averageValue ?? '0',
        ...some('selector', pods.metric.selector),
      },
    }),
    ...(resource && { resource: { name: resource.name, ...oldShare(resource.current) } }),
    ...(containerResource && {
      containerResource: { name: containerResource.name, ...oldShare(containerResource.current), container: containerResource.container },
    }),
    ...(external && {
      external: {
        metricName: external.metric.name,
        ...some('metricSelector', external.metric.selector),
        currentValue: external.current.value ?? '0',
        ...some('currentAverageValue', external.current.averageValue),
      },
    }),
  };
}

export function statusFromOld({ type, object: described, pods, resource, containerResource, external }: OldMetricStatus): MetricStatus {
  return {
    type,
    ...(described && {
      object: {
        describedObject: described.target,
        metric: { name: described.metricName, ...some('selector', described.selector) },
        current: { value: described.currentValue, ...some('averageValue', described.averageValue) },
      },
    }),
    ...(pods && {
      pods: {
        metric: { name: pods.metricName, ...some('selector', pods.selector) },
        current: { averageValue: pods.currentAverageValue },
      },
    }),
    ...(resource && { resource: { name: resource.name, current: shareFromOld(resource) } }),
    ...(containerResource && {
      containerResource: { name: containerResource.name, container: containerResource.container, current: shareFromOld(containerResource) },
    }),
    ...(external && {
      external: {
        metric: { name: external.metricName, ...some('selector', external.metricSelector) },
        current: { value: external.currentValue, ...some('averageValue', external.currentAverageValue) },
      },
    }),
  };
}

interface OldShare {
  currentAverageUtilization?: number;
  currentAverageValue: string;
}

const oldShare = ({ averageUtilization, averageValue = '0' }: MetricValueStatus): OldShare => ({
  ...some('currentAverageUtilization', averageUtilization),
  currentAverageValue: averageValue,
});

const shareFromOld = ({ currentAverageUtilization, currentAverageValue }: OldShare): MetricValueStatus => ({
  averageValue: currentAverageValue,
  ...some('averageUtilization', currentAverageUtilization),
});
