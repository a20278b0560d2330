import { HorizontalPodAutoscaler as Stored } from '../horizontal-pod-autoscaler/index.ts';
import type { MetricSpec, MetricStatus } from '../horizontal-pod-autoscaler/schema.ts';
import { defaultAutoscaler } from '../horizontal-pod-autoscaler/defaults.ts';
import { HorizontalPodAutoscalerCondition } from '../horizontal-pod-autoscaler/schema.ts';
import { carried, dropCarried } from '../carried-annotations.ts';
import { behaviorFromText, behaviorText } from './behavior.ts';
import { readList } from './carried-text.ts';
import type { HorizontalPodAutoscaler } from './horizontal-pod-autoscaler.ts';
import { metricFromOld, OldMetricSpec, oldMetric } from './metric-spec.ts';
import { OldMetricStatus, oldStatus, statusFromOld } from './metric-status.ts';

/** This version knows one metric only, the CPU; clients of it write back in annotations what they have read. */
export function toStored({ metadata, spec, status }: Readonly<HorizontalPodAutoscaler>): Stored {
  const { annotations = {} } = metadata;
  const otherMetadata = { ...metadata };
  dropCarried(otherMetadata);
  const { targetCPUUtilizationPercentage: cpuPercent, ...otherSpec } = spec;
  const { currentCPUUtilizationPercentage: currentPercent, currentReplicas, ...otherStatus } = status;
  const metrics = readList(OldMetricSpec, annotations[carried.metrics])?.map(metricFromOld) ?? [];
  if (cpuPercent !== undefined) {
    metrics.push({ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: cpuPercent } } });
  }
  const behavior = behaviorFromText(annotations[carried.behavior]);
  const statuses: MetricStatus[] | undefined =
    readList(OldMetricStatus, annotations[carried.statuses])?.map(statusFromOld) ??
    (currentPercent === undefined
      ? undefined
      : [{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: currentPercent } } }]);
  const conditions = readList(HorizontalPodAutoscalerCondition, annotations[carried.conditions]);
  const stored: Stored = {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: otherMetadata,
    spec: { ...otherSpec, metrics, ...(behavior && { behavior }) },
    status: {
      ...otherStatus,
      ...(currentReplicas > 0 && { currentReplicas }),
      ...(conditions && { conditions }),
      currentMetrics: statuses ?? null,
    },
  };
  defaultAutoscaler(stored);
  return stored;
}

export function fromStored(object: Readonly<Stored>): HorizontalPodAutoscaler {
  const metadata = { ...object.metadata };
  dropCarried(metadata);
  const { metrics = [], behavior, ...spec } = object.spec;
  const { currentMetrics, conditions, currentReplicas = 0, desiredReplicas, ...status } = object.status;
  const cpu = metrics.find(isCpuShare)?.resource?.target.averageUtilization;
  const others = metrics.filter((metric) => !isCpuShare(metric));
  const currentCpu = currentMetrics?.findLast(({ type, resource }) => type === 'Resource' && resource?.name === 'cpu');
  const currentPercent = currentCpu?.resource?.current.averageUtilization;
  const added = {
    ...(behavior && { [carried.behavior]: behaviorText(behavior) }),
    ...(conditions?.length && { [carried.conditions]: JSON.stringify(conditions) }),
    ...(currentMetrics?.length && { [carried.statuses]: JSON.stringify(currentMetrics.map(oldStatus)) }),
    ...(others.length > 0 && { [carried.metrics]: JSON.stringify(others.map(oldMetric)) }),
  };
  const kept = { ...metadata.annotations, ...added };
  return {
    apiVersion: 'autoscaling/v1',
    kind: 'HorizontalPodAutoscaler',
    metadata: { ...metadata, ...(Object.keys(kept).length > 0 && { annotations: kept }) },
    spec: { ...spec, ...(cpu !== undefined && { targetCPUUtilizationPercentage: cpu }) },
    status: {
      ...status,
      currentReplicas,
      desiredReplicas,
      ...(currentPercent !== undefined && { currentCPUUtilizationPercentage: currentPercent }),
    },
  };
}

const isCpuShare = ({ type, resource }: MetricSpec): boolean =>
  type === 'Resource' && resource?.name === 'cpu' && resource.target.averageUtilization !== undefined;
