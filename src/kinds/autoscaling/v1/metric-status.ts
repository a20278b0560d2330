import { LabelSelector } from '../../../model/meta.ts';
import { defineType, int32, object, quantity, required, string, type Infer } from '../../../model/schema.ts';
import type { MetricStatus, MetricValueStatus } from '../horizontal-pod-autoscaler/schema.ts';
import { some } from '../../optional-field.ts';
import { CrossVersionObjectReference } from './reference.ts';

/** How this version describes what metrics are, in the order in which it writes them. */
const ObjectStatus = defineType('io.k8s.api.autoscaling.v1.ObjectMetricStatus', {
  target: required(object(1, CrossVersionObjectReference)),
  metricName: required(string(2)),
  currentValue: required(quantity(3)),
  selector: object(4, LabelSelector),
  averageValue: quantity(5),
});

const PodsStatus = defineType('io.k8s.api.autoscaling.v1.PodsMetricStatus', {
  metricName: required(string(1)),
  currentAverageValue: required(quantity(2)),
  selector: object(3, LabelSelector),
});

const ResourceStatus = defineType('io.k8s.api.autoscaling.v1.ResourceMetricStatus', {
  name: required(string(1)),
  currentAverageUtilization: int32(2),
  currentAverageValue: required(quantity(3)),
});

const ContainerResourceStatus = defineType('io.k8s.api.autoscaling.v1.ContainerResourceMetricStatus', {
  name: required(string(1)),
  currentAverageUtilization: int32(2),
  currentAverageValue: required(quantity(3)),
  container: required(string(4)),
});

const ExternalStatus = defineType('io.k8s.api.autoscaling.v1.ExternalMetricStatus', {
  metricName: required(string(1)),
  metricSelector: object(2, LabelSelector),
  currentValue: required(quantity(3)),
  currentAverageValue: quantity(4),
});

export const OldMetricStatus = defineType('io.k8s.api.autoscaling.v1.MetricStatus', {
  type: required(string(1)),
  object: object(2, ObjectStatus),
  pods: object(3, PodsStatus),
  resource: object(4, ResourceStatus),
  containerResource: object(7, ContainerResourceStatus),
  external: object(5, ExternalStatus),
});

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
