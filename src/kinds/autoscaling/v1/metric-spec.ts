import { some } from '../../optional-field.ts';
import { LabelSelector } from '../../../model/meta.ts';
import { defineType, int32, object, quantity, required, string, type Infer } from '../../../model/schema.ts';
import { isZeroQuantity } from '../../../model/quantity.ts';
import type { MetricSpec } from '../horizontal-pod-autoscaler/schema.ts';
import { CrossVersionObjectReference } from './reference.ts';

/** How this version describes metrics, in the order in which it writes them. */
const ObjectMetric = defineType('io.k8s.api.autoscaling.v1.ObjectMetricSource', {
  target: required(object(1, CrossVersionObjectReference)),
  metricName: required(string(2)),
  targetValue: required(quantity(3)),
  selector: object(4, LabelSelector),
  averageValue: quantity(5),
});

const PodsMetric = defineType('io.k8s.api.autoscaling.v1.PodsMetricSource', {
  metricName: required(string(1)),
  targetAverageValue: required(quantity(2)),
  selector: object(3, LabelSelector),
});

const ResourceMetric = defineType('io.k8s.api.autoscaling.v1.ResourceMetricSource', {
  name: required(string(1)),
  targetAverageUtilization: int32(2),
  targetAverageValue: quantity(3),
});

const ContainerResourceMetric = defineType('io.k8s.api.autoscaling.v1.ContainerResourceMetricSource', {
  name: required(string(1)),
  targetAverageUtilization: int32(2),
  targetAverageValue: quantity(3),
  container: required(string(5)),
});

const ExternalMetric = defineType('io.k8s.api.autoscaling.v1.ExternalMetricSource', {
  metricName: required(string(1)),
  metricSelector: object(2, LabelSelector),
  targetValue: quantity(3),
  targetAverageValue: quantity(4),
});

export const OldMetricSpec = defineType('io.k8s.api.autoscaling.v1.MetricSpec', {
  type: required(string(1)),
  object: object(2, ObjectMetric),
  pods: object(3, PodsMetric),
  resource: object(4, ResourceMetric),
  containerResource: object(7, ContainerResourceMetric),
  external: object(5, ExternalMetric),
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
