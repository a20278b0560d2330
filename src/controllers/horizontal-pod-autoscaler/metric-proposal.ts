import type { HorizontalPodAutoscaler } from '../../kinds/autoscaling/horizontal-pod-autoscaler/index.ts';
import type {
  MetricIdentifier,
  MetricSpec,
  MetricStatus,
  MetricTarget,
  MetricValueStatus,
} from '../../kinds/autoscaling/horizontal-pod-autoscaler/schema.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { everything, selectorFromObject, type LabelSelector } from '../../model/labels.ts';
import { formatQuantity, quantityMilliValue, quantityNumber, quantityOf } from '../../model/quantity.ts';
import { messageOf } from '../failure.ts';
import { externalMetric, objectMetric, podsMetric, resourceMetrics, type Measuring } from './metrics-client.ts';
import { proposeByAverage, proposeByShare, proposeByUtilization, proposeByValue, type Proposal, type Tolerances } from './replica-count.ts';
import { requestsOf } from './requests.ts';

export interface MetricProposal {
  readonly replicas: number;
  /** In words. */
  readonly metric: string;
  readonly status: MetricStatus;
}

export interface Target {
  readonly specReplicas: number;
  readonly statusReplicas: number;
  readonly selector: LabelSelector;
  readonly pods: readonly Pod[];
}

/** A metric that cannot be made sense of now. */
export class MetricFailure extends Error {
  override readonly name = 'MetricFailure';
  readonly reason: string;
  /** What happened, without in which attempt. */
  readonly detail: string;

  constructor(reason: string, detail: string, attempt: string) {
    super(`${attempt}: ${detail}`);
    this.reason = reason;
    this.detail = detail;
  }
}

const usualTolerance = 0.1;

export function tolerancesOf({ spec: { behavior } }: HorizontalPodAutoscaler): Tolerances {
  const toleranceOf = (text: string | undefined) => (text === undefined ? usualTolerance : quantityNumber(text));
  return { down: toleranceOf(behavior?.scaleDown?.tolerance), up: toleranceOf(behavior?.scaleUp?.tolerance) };
}

/** How many replicas one metric asks for. Rejects with `MetricFailure`. */
export async function proposeFor(
  autoscaler: HorizontalPodAutoscaler,
  spec: MetricSpec,
  target: Target,
  measuring: Measuring,
): Promise<MetricProposal> {
  const context = { target, tolerances: tolerancesOf(autoscaler), measuring };
  const { object, pods, resource, containerResource, external } = spec;
  if (object) return attempt('FailedGetObjectMetric', 'failed to get object metric value', () => byObject(object, context));
  if (pods) return attempt('FailedGetPodsMetric', 'failed to get pods metric value', () => byPods(pods, context));
  if (resource) {
    return attempt('FailedGetResourceMetric', `failed to get ${resource.name} resource metric value`, async () => {
      const { value, ...proposed } = await byResource(resource, undefined, context);
      return { ...proposed, status: { type: 'Resource', resource: { name: resource.name, current: value } } };
    });
  }
  if (containerResource) {
    const { name, container } = containerResource;
    return attempt('FailedGetContainerResourceMetric', `failed to get ${container} container metric value`, async () => {
      const { value, ...proposed } = await byResource(containerResource, container, context);
      return { ...proposed, status: { type: 'ContainerResource', containerResource: { name, container, current: value } } };
    });
  }
  if (external)
    return attempt('FailedGetExternalMetric', `failed to get ${external.metric.name} external metric value`, () =>
      byExternal(external, context),
    );
  throw new MetricFailure(
    'InvalidMetricSourceType',
    `unknown metric source type ${JSON.stringify(spec.type)}`,
    'failed to get metric value',
  );
}

async function attempt(reason: string, what: string, work: () => Promise<MetricProposal>): Promise<MetricProposal> {
  try {
    return await work();
  } catch (error) {
    throw new MetricFailure(reason, messageOf(error), what);
  }
}

interface Circumstances {
  readonly target: Target;
  readonly tolerances: Tolerances;
  readonly measuring: Measuring;
}

/** In the words of who asks for which part of it failed. */
async function telling<T>(what: string, work: () => Promise<T> | T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new Error(`${what}: ${messageOf(error)}`, { cause: error });
  }
}

const seriesOf = ({ selector }: MetricIdentifier): LabelSelector => (selector ? selectorFromObject(selector) : everything);

const milliText = (milli: number, resource?: string): string =>
  formatQuantity(quantityOf(milli, { scale: -3, format: resource === 'memory' ? 'BinarySI' : 'DecimalSI' }));

interface ResourceSource {
  readonly name: string;
  readonly target: MetricTarget;
}

async function byResource(
  { name, target: { averageValue, averageUtilization } }: ResourceSource,
  container: string | undefined,
  { target: { pods, selector, specReplicas }, tolerances, measuring }: Circumstances,
): Promise<{ replicas: number; metric: string; value: MetricValueStatus }> {
  const measure = async () => {
    const metrics = await telling(`unable to get metrics for resource ${name}`, () =>
      resourceMetrics(name, { pods: selector, container }, measuring),
    );
    return { pods, metrics, current: specReplicas, tolerances, resource: name, nowMs: measuring.clock.now() };
  };
  if (averageValue !== undefined) {
    const proposal = await telling(`failed to get ${name} usage`, async () =>
      proposeByAverage(await measure(), quantityMilliValue(averageValue)),
    );
    return { replicas: proposal.replicas, metric: `${name} resource`, value: { averageValue: milliText(proposal.milli, name) } };
  }
  if (averageUtilization === undefined) {
    throw new Error('invalid resource metric source: neither an average utilization target nor an average value (usage) target was set');
  }
  const { replicas, percent, milli } = await telling(`failed to get ${name} utilization`, async () => {
    const measured = await measure();
    return proposeByUtilization(measured, requestsOf(pods, name, container), averageUtilization);
  });
  const metric = `${name}${container === undefined ? '' : ' container'} resource utilization (percentage of request)`;
  return {
    replicas,
    metric,
    value: { ...(percent !== undefined && { averageUtilization: percent }), averageValue: milliText(milli, name) },
  };
}

async function byPods(
  { metric, target: { averageValue = '0' } }: NonNullable<MetricSpec['pods']>,
  { target: { pods, selector, specReplicas }, tolerances, measuring }: Circumstances,
): Promise<MetricProposal> {
  const metrics = await telling(`unable to get metric ${metric.name}`, () =>
    podsMetric(metric.name, { pods: selector, series: seriesOf(metric) }, measuring),
  );
  const measured = { pods, metrics, current: specReplicas, tolerances, nowMs: measuring.clock.now() };
  const { replicas, milli } = proposeByAverage(measured, quantityMilliValue(averageValue));
  const status = { type: 'Pods', pods: { metric, current: { averageValue: milliText(milli) } } };
  return { replicas, metric: `pods metric ${metric.name}`, status };
}

async function byObject(
  { describedObject, metric, target }: NonNullable<MetricSpec['object']>,
  circumstances: Circumstances,
): Promise<MetricProposal> {
  const { measuring } = circumstances;
  const where = `${describedObject.kind} ${measuring.namespace}/${describedObject.name}`;
  const get = async () => {
    try {
      return await objectMetric(metric.name, { object: describedObject, series: seriesOf(metric) }, measuring);
    } catch (error) {
      throw new Error(`unable to get metric ${metric.name}: ${where.split(' ')[0]} on ${where.split(' ')[1]} ${messageOf(error)}`, {
        cause: error,
      });
    }
  };
  const byValue = target.type === 'Value' && target.value !== undefined;
  if (!byValue && !(target.type === 'AverageValue' && target.averageValue !== undefined)) {
    throw new Error('invalid object metric source: neither a value target nor an average value target was set');
  }
  const milli = byValue ? await get() : await telling(`failed to get ${metric.name} object metric`, get);
  const { replicas, current } = proposeOverall(milli, target, circumstances);
  const name = byValue ? `${describedObject.kind} metric ${metric.name}` : `external metric ${metric.name}(${goText(metric)})`;
  return { replicas, metric: name, status: { type: 'Object', object: { describedObject, metric, current } } };
}

async function byExternal({ metric, target }: NonNullable<MetricSpec['external']>, circumstances: Circumstances): Promise<MetricProposal> {
  const { measuring } = circumstances;
  if (target.averageValue === undefined && target.value === undefined) {
    throw new Error('invalid external metric source: neither a value target nor an average value target was set');
  }
  const what =
    target.averageValue === undefined ? `failed to get external metric ${metric.name}` : `failed to get ${metric.name} external metric`;
  const milli = await telling(what, () =>
    telling(`unable to get external metric ${measuring.namespace}/${metric.name}/${goText(metric)}`, () =>
      externalMetric(metric.name, seriesOf(metric), measuring),
    ),
  );
  const { replicas, current } = proposeOverall(milli, target, circumstances);
  return {
    replicas,
    metric: `external metric ${metric.name}(${goText(metric)})`,
    status: { type: 'External', external: { metric, current } },
  };
}

/** By a metric that is not about pods: for all together, or for each of them. */
function proposeOverall(
  milli: number,
  { value, averageValue }: MetricTarget,
  { target, tolerances }: Circumstances,
): { replicas: number; current: MetricValueStatus } {
  const { specReplicas, statusReplicas, pods } = target;
  if (averageValue !== undefined) {
    const proposal: Proposal = proposeByShare(milli, quantityMilliValue(averageValue), { current: statusReplicas, tolerances });
    return { replicas: proposal.replicas, current: { averageValue: milliText(proposal.milli) } };
  }
  const proposal = proposeByValue(milli, quantityMilliValue(value ?? '0'), { current: specReplicas, pods, tolerances });
  return { replicas: proposal.replicas, current: { value: milliText(proposal.milli) } };
}

/** The selector as upstream's messages show it. */
function goText({ selector }: MetricIdentifier): string {
  if (!selector) return 'nil';
  const labels = Object.entries(selector.matchLabels ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const expressions = (selector.matchExpressions ?? []).map(
    ({ key, operator, values = [] }) => `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${values.join(' ')}],},`,
  );
  const matchLabels = labels.map(([key, value]) => `${key}: ${value},`).join('');
  return `&LabelSelector{MatchLabels:map[string]string{${matchLabels}},MatchExpressions:[]LabelSelectorRequirement{${expressions.join('')}},}`;
}
