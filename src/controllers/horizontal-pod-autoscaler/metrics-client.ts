import type { CrossVersionObjectReference } from '../../kinds/autoscaling/horizontal-pod-autoscaler/schema.ts';
import { selectorToString, type LabelSelector } from '../../model/labels.ts';
import { quantityMilliValue } from '../../model/quantity.ts';
import type { Asking, ServedResources } from '../scales/served-resources.ts';
import { messageOf } from '../failure.ts';

/** What was measured of one pod, in thousandths. */
export interface PodMetric {
  readonly milli: number;
  readonly atMs: number;
  /** Over how long it was measured. */
  readonly windowMs: number;
}

/** By the name of the pod. */
export type PodMetrics = ReadonlyMap<string, PodMetric>;

export interface Measuring extends Asking {
  readonly namespace: string;
  readonly resources: ServedResources;
}

interface PodMetricsList {
  readonly items?: readonly {
    readonly metadata: { readonly name: string };
    readonly timestamp: string;
    readonly window: string;
    readonly containers?: readonly { readonly name: string; readonly usage: Readonly<Record<string, string>> }[];
  }[];
}

interface MetricValueList {
  readonly items?: readonly {
    readonly describedObject?: { readonly name: string };
    readonly timestamp: string;
    readonly windowSeconds?: number;
    readonly value: string;
  }[];
}

const usualWindowMs = 60_000;

/** Use of a resource by pods, or by one container of each (`metrics.k8s.io`). */
export async function resourceMetrics(
  resource: string,
  { pods, container }: { pods: LabelSelector; container: string | undefined },
  { client, namespace }: Measuring,
): Promise<PodMetrics> {
  const path = `/apis/metrics.k8s.io/v1beta1/namespaces/${namespace}/pods`;
  const list = await asked('resource', () =>
    client.request<PodMetricsList>({ method: 'GET', path, query: { labelSelector: selectorToString(pods) } }),
  );
  const metrics = new Map<string, PodMetric>();
  for (const { metadata, timestamp, window, containers = [] } of nonEmpty('resource', list.items)) {
    const counted = container === undefined ? containers : containers.filter(({ name }) => name === container);
    const usages = counted.map(({ usage }) => usage[resource]);
    if (usages.length === 0 || usages.includes(undefined)) continue;
    const milli = usages.reduce((sum, usage = '0') => sum + quantityMilliValue(usage), 0);
    metrics.set(metadata.name, { milli, atMs: Date.parse(timestamp), windowMs: durationMs(window) });
  }
  return metrics;
}

/** A metric that each pod has (`custom.metrics.k8s.io`). */
export async function podsMetric(
  metric: string,
  { pods, series }: { pods: LabelSelector; series: LabelSelector },
  measuring: Measuring,
): Promise<PodMetrics> {
  const query = { ...selecting('labelSelector', pods), ...selecting('metricLabelSelector', series) };
  const list = await custom(`namespaces/${measuring.namespace}/pods/*/${metric}`, query, measuring);
  return new Map(
    nonEmpty('custom', list.items).map(({ describedObject, timestamp, windowSeconds, value }) => [
      describedObject?.name ?? '',
      {
        milli: quantityMilliValue(value),
        atMs: Date.parse(timestamp),
        windowMs: windowSeconds === undefined ? usualWindowMs : windowSeconds * 1000,
      },
    ]),
  );
}

/** A metric of another object (`custom.metrics.k8s.io`), in thousandths. */
export async function objectMetric(
  metric: string,
  { object, series }: { object: CrossVersionObjectReference; series: LabelSelector },
  measuring: Measuring,
): Promise<number> {
  const { namespace, resources } = measuring;
  const { kind, name, apiVersion = 'v1' } = object;
  const isNamespace = kind === 'Namespace' && !apiVersion.includes('/');
  const path = isNamespace
    ? `namespaces/${namespace}/metrics/${metric}`
    : `namespaces/${namespace}/${(await asked('custom', () => resources.find({ apiVersion, kind }, measuring))).name}/${name}/${metric}`;
  const [first] = nonEmpty('custom', (await custom(path, selecting('metricLabelSelector', series), measuring)).items);
  return quantityMilliValue(first?.value ?? '0');
}

/** A metric from outside the cluster (`external.metrics.k8s.io`): the sum of its series, in thousandths. */
export async function externalMetric(metric: string, series: LabelSelector, { client, namespace }: Measuring): Promise<number> {
  const path = `/apis/external.metrics.k8s.io/v1beta1/namespaces/${namespace}/${metric}`;
  const list = await asked('external', () =>
    client.request<MetricValueList>({ method: 'GET', path, query: selecting('labelSelector', series) }),
  );
  return nonEmpty('external', list.items).reduce((sum, { value }) => sum + quantityMilliValue(value), 0);
}

/** In the newest version of that API that the server has. */
async function custom(path: string, query: Readonly<Record<string, string>>, { client }: Measuring): Promise<MetricValueList> {
  return asked('custom', async () => {
    const group = await client.request<{ versions?: readonly { version: string }[] }>({
      method: 'GET',
      path: '/apis/custom.metrics.k8s.io',
    });
    const version = group.versions?.some((each) => each.version === 'v1beta2') ? 'v1beta2' : 'v1beta1';
    return client.request<MetricValueList>({ method: 'GET', path: `/apis/custom.metrics.k8s.io/${version}/${path}`, query });
  });
}

const selecting = (parameter: string, selector: LabelSelector): Record<string, string> => {
  const text = selectorToString(selector);
  return text === '' ? {} : { [parameter]: text };
};

async function asked<T>(api: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw new Error(`unable to fetch metrics from ${api} metrics API: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

function nonEmpty<T>(api: string, items: readonly T[] | undefined): readonly T[] {
  if (!items || items.length === 0) throw new Error(`no metrics returned from ${api} metrics API`);
  return items;
}

const unitsMs: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1, µs: 0.001, us: 0.001, ns: 0.000_001 };

/** E.g. `1m30s`. */
const durationMs = (text: string): number =>
  text.matchAll(/(\d+\.?\d*)(ms|us|µs|ns|h|m|s)/g).reduce((sum, [, amount, unit = 's']) => sum + Number(amount) * (unitsMs[unit] ?? 0), 0);
