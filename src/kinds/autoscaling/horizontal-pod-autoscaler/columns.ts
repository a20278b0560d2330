import type { Column } from '../../../model/kind.ts';
import type { HorizontalPodAutoscaler } from './index.ts';
import type { MetricSpec, MetricStatus, MetricTarget, MetricValueStatus } from './schema.ts';

const mostShown = 2;

export const autoscalerColumns: readonly Column<HorizontalPodAutoscaler>[] = [
  {
    name: 'Reference',
    description: 'What it scales.',
    value: ({ spec: { scaleTargetRef } }) => `${scaleTargetRef.kind}/${scaleTargetRef.name}`,
  },
  {
    name: 'Targets',
    description: 'Its metrics: what they are and what they should be.',
    value: ({ spec, status }) => metricsText(spec.metrics ?? [], status.currentMetrics ?? []),
  },
  { name: 'MinPods', description: 'The least pods.', value: ({ spec }) => String(spec.minReplicas ?? '<unset>') },
  { name: 'MaxPods', description: 'The most pods.', value: ({ spec }) => spec.maxReplicas },
  { name: 'Replicas', description: 'How many pods there are.', value: ({ status }) => status.currentReplicas ?? 0 },
];

function metricsText(metrics: readonly MetricSpec[], statuses: readonly MetricStatus[]): string {
  if (metrics.length === 0) return '<none>';
  const texts = metrics.slice(0, mostShown).map((metric, index) => metricText(metric, statuses[index]));
  const shown = texts.join(', ');
  return metrics.length > mostShown ? `${shown} + ${metrics.length - mostShown} more...` : shown;
}

function metricText({ type, object, pods, resource, external, containerResource }: MetricSpec, status: MetricStatus | undefined): string {
  if (type === 'External' && external) return totalText(external.target, status?.external?.current);
  if (type === 'Object' && object) return totalText(object.target, status?.object?.current);
  if (type === 'Pods' && pods)
    return `${amount(status?.pods && (status.pods.current.averageValue ?? '0'))}/${pods.target.averageValue ?? ''}`;
  if (type === 'Resource' && resource) return `${resource.name}: ${shareText(resource.target, status?.resource?.current)}`;
  if (type === 'ContainerResource' && containerResource) {
    return `${containerResource.name}: ${shareText(containerResource.target, status?.containerResource?.current)}`;
  }
  return '<unknown type>';
}

const amount = (value: string | number | undefined): string => (value === undefined ? '<unknown>' : String(value));

function totalText({ averageValue, value }: MetricTarget, current: MetricValueStatus | undefined): string {
  if (averageValue !== undefined) return `${amount(current?.averageValue)}/${averageValue} (avg)`;
  return `${amount(current && (current.value ?? '0'))}/${value ?? ''}`;
}

function shareText({ averageValue, averageUtilization }: MetricTarget, current: MetricValueStatus | undefined): string {
  if (averageValue !== undefined) return `${amount(current && (current.averageValue ?? '0'))}/${averageValue}`;
  const share = current?.averageUtilization;
  return `${amount(share === undefined ? undefined : `${share}%`)}/${averageUtilization === undefined ? '<auto>' : `${averageUtilization}%`}`;
}
