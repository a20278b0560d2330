import { some } from '../../optional-field.ts';
import { LabelSelector } from '../../../model/meta.ts';
import { defineType, int32, object, quantity, required, string, type Infer } from '../../../model/schema.ts';
import { isZeroQuantity } from '../../../model/quantity.ts';
import type { MetricSpec } from '../horizontal-pod-autoscaler/schema.ts';
import { CrossVersionObjectReference } from './reference.ts';

/** How this version describes metrics, in the order in which it writes them. */
const ObjectMetric = defineType('io.k8s.api.autoscaling.v1.ObjectMetricSource', 'A metric of another object.', {
  target: required(object(1, CrossVersionObjectReference, 'Object that has the metric.')),
  metricName: required(string(2, 'Name of the metric.')),
  targetValue: required(quantity(3, 'What the metric should be.')),
  selector: object(4, LabelSelector, 'Labels of the series of the metric that count.'),
  averageValue: quantity(5, 'What the metric should be per pod.'),
});

const PodsMetric = defineType('io.k8s.api.autoscaling.v1.PodsMetricSource', 'A metric that each pod has.', {
  metricName: required(string(1, 'Name of the metric.')),
  targetAverageValue: required(quantity(2, 'What the metric should be per pod.')),
  selector: object(3, LabelSelector, 'Labels of the series of the metric that count.'),
});

const ResourceMetric = defineType('io.k8s.api.autoscaling.v1.ResourceMetricSource', 'CPU or memory of the pods.', {
  name: required(string(1, 'Resource: cpu or memory.')),
  targetAverageUtilization: int32(2, "What the use should be, in percent of the pods' requests."),
  targetAverageValue: quantity(3, 'What the use should be per pod.'),
});

const ContainerResourceMetric = defineType(
  'io.k8s.api.autoscaling.v1.ContainerResourceMetricSource',
  'CPU or memory of one container of each pod.',
  {
    name: required(string(1, 'Resource: cpu or memory.')),
    targetAverageUtilization: int32(2, "What the use should be, in percent of the pods' requests."),
    targetAverageValue: quantity(3, 'What the use should be per pod.'),
    container: required(string(5, 'Container that counts.')),
  },
);

const ExternalMetric = defineType('io.k8s.api.autoscaling.v1.ExternalMetricSource', 'A metric from outside the cluster.', {
  metricName: required(string(1, 'Name of the metric.')),
  metricSelector: object(2, LabelSelector, 'Labels of the series of the metric that count.'),
  targetValue: quantity(3, 'What the metric should be.'),
  targetAverageValue: quantity(4, 'What the metric should be per pod.'),
});

export const OldMetricSpec = defineType('io.k8s.api.autoscaling.v1.MetricSpec', 'A metric to scale by, as it is kept in an annotation.', {
  type: required(string(1, 'Which kind of metric it is.')),
  object: object(2, ObjectMetric, 'A metric of another object.'),
  pods: object(3, PodsMetric, 'A metric that each pod has.'),
  resource: object(4, ResourceMetric, 'CPU or memory of the pods.'),
  containerResource: object(7, ContainerResourceMetric, 'CPU or memory of one container of each pod.'),
  external: object(5, ExternalMetric, 'A metric from outside the cluster.'),
});

export interface OldMetricSpec extends Infer<typeof OldMetricSpec> {}

export function oldMetric({ type, object: described, pods, resource, containerResource, external }: MetricSpec): OldMetricSpec {
  return {
    type,
    ...(described && {
      object: {
        target: described.describedObject,
        metricName: described.metric.name,
        targetValue: described.target.value ?? '0',
        ...some('selector', described.metric.selector),
        ...some('averageValue', described.target.averageValue),
      },
    }),
    ...(pods && {
      pods: {
        metricName: pods.metric.name,
        targetAverageValue: pods.target.averageValue ?? '0',
        ...some('selector', pods.metric.selector),
      },
    }),
    ...(resource && { resource: { name: resource.name, ...oldShare(resource.target) } }),
    ...(containerResource && {
      containerResource: { name: containerResource.name, ...oldShare(containerResource.target), container: containerResource.container },
    }),
    ...(external && {
      external: {
        metricName: external.metric.name,
        ...some('metricSelector', external.metric.selector),
        ...some('targetValue', external.target.value),
        ...some('targetAverageValue', external.target.averageValue),
      },
    }),
  };
}

export function metricFromOld({ type, object: described, pods, resource, containerResource, external }: OldMetricSpec): MetricSpec {
  return {
    type,
    ...(described && {
      object: {
        describedObject: described.target,
        metric: { name: described.metricName, ...some('selector', described.selector) },
        target:
          described.averageValue === undefined
            ? { type: 'Value', value: described.targetValue }
            : {
                type: 'AverageValue',
                // This version cannot leave the value out, so zero stands for none.
                ...(!isZeroQuantity(described.targetValue) && { value: described.targetValue }),
                averageValue: described.averageValue,
              },
      },
    }),
    ...(pods && {
      pods: {
        metric: { name: pods.metricName, ...some('selector', pods.selector) },
        target: { type: 'AverageValue', averageValue: pods.targetAverageValue },
      },
    }),
    ...(resource && { resource: { name: resource.name, target: shareFromOld(resource) } }),
    ...(containerResource && {
      containerResource: { name: containerResource.name, container: containerResource.container, target: shareFromOld(containerResource) },
    }),
    ...(external && {
      external: {
        metric: { name: external.metricName, ...some('selector', external.metricSelector) },
        target: {
          type: external.targetValue === undefined ? 'AverageValue' : 'Value',
          ...some('value', external.targetValue),
          ...some('averageValue', external.targetAverageValue),
        },
      },
    }),
  };
}

interface OldShare {
  targetAverageUtilization?: number;
  targetAverageValue?: string;
}

interface Share {
  averageUtilization?: number;
  averageValue?: string;
}

const oldShare = ({ averageUtilization, averageValue }: Share): OldShare => ({
  ...some('targetAverageUtilization', averageUtilization),
  ...some('targetAverageValue', averageValue),
});

const shareFromOld = ({ targetAverageUtilization, targetAverageValue }: OldShare): Share & { type: string } => ({
  type: targetAverageUtilization === undefined ? 'AverageValue' : 'Utilization',
  ...some('averageValue', targetAverageValue),
  ...some('averageUtilization', targetAverageUtilization),
});
