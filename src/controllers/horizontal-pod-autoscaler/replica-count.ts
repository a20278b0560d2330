import type { Pod } from '../../kinds/core/pod/index.ts';
import { isPodReady, podCondition } from '../../kinds/core/pod/readiness.ts';
import type { PodMetric, PodMetrics } from './metrics-client.ts';

/** How far from its target a metric may be before anything is done about it, as a fraction. */
export interface Tolerances {
  readonly down: number;
  readonly up: number;
}

const isWithin = ({ down, up }: Tolerances, ratio: number): boolean => ratio >= 1 - down && ratio <= 1 + up;

/** For so long after its start, what a pod uses of the CPU says little. */
const cpuInitializationMs = 5 * 60_000;
/** A pod that has not been ready since so soon after its start has never been. */
const initialReadinessMs = 30_000;

const mostReplicas = 2 ** 31 - 1;

export interface Groups {
  readonly ready: number;
  readonly unready: readonly string[];
  readonly missing: readonly string[];
  readonly ignored: readonly string[];
}

/** Pods by what their metrics are worth. */
export function groupPods(
  pods: readonly Pod[],
  metrics: PodMetrics,
  { resource, nowMs }: { resource: string | undefined; nowMs: number },
): Groups {
  const groups = { unready: [] as string[], missing: [] as string[], ignored: [] as string[] };
  let ready = 0;
  for (const pod of pods) {
    const { name } = pod.metadata;
    const metric = metrics.get(name);
    if (pod.metadata.deletionTimestamp !== undefined || pod.status.phase === 'Failed') groups.ignored.push(name);
    else if (pod.status.phase === 'Pending') groups.unready.push(name);
    else if (!metric) groups.missing.push(name);
    else if (resource === 'cpu' && isStarting(pod, metric, nowMs)) groups.unready.push(name);
    else ready++;
  }
  return { ready, ...groups };
}

function isStarting(pod: Pod, metric: PodMetric, nowMs: number): boolean {
  const condition = podCondition(pod, 'Ready');
  if (!condition || !pod.status.startTime) return true;
  const startMs = Date.parse(pod.status.startTime);
  const sinceMs = Date.parse(condition.lastTransitionTime ?? '');
  const isUnready = condition.status === 'False';
  if (startMs + cpuInitializationMs > nowMs) return isUnready || metric.atMs < sinceMs + metric.windowMs;
  return isUnready && startMs + initialReadinessMs > sinceMs;
}

export interface Measured {
  readonly pods: readonly Pod[];
  readonly metrics: PodMetrics;
  readonly current: number;
  readonly tolerances: Tolerances;
  /** Set for resources. */
  readonly resource?: string;
  readonly nowMs: number;
}

export interface Proposal {
  readonly replicas: number;
  /** What was measured, on average for a pod unless it says otherwise, in thousandths. */
  readonly milli: number;
  readonly percent?: number;
}

interface Ratio {
  readonly ratio: number;
  readonly milli: number;
  readonly percent?: number;
}

/** By how much of what they request pods use. */
export function proposeByUtilization(measured: Measured, requests: ReadonlyMap<string, number>, targetPercent: number): Proposal {
  const ratioOf = (metrics: PodMetrics): Ratio => {
    let [used, requested, count] = [0, 0, 0];
    for (const [name, { milli }] of metrics) {
      const request = requests.get(name);
      if (request === undefined) continue;
      used += milli;
      requested += request;
      count++;
    }
    if (requested === 0) throw new Error('no metrics returned matched known pods');
    const percent = Math.trunc((used * 100) / requested);
    return { ratio: percent / targetPercent, milli: Math.trunc(used / count), percent };
  };
  const fallback = Math.max(100, targetPercent);
  return propose(measured, { ratioOf, usageOfMissing: (name) => Math.trunc(((requests.get(name) ?? 0) * fallback) / 100) });
}

/** By how much pods use on average. */
export function proposeByAverage(measured: Measured, targetMilli: number): Proposal {
  const ratioOf = (metrics: PodMetrics): Ratio => {
    const milli = Math.trunc(metrics.values().reduce((sum, metric) => sum + metric.milli, 0) / metrics.size);
    return { ratio: milli / targetMilli, milli };
  };
  return propose(measured, { ratioOf, usageOfMissing: () => targetMilli });
}

interface Reckoning {
  readonly ratioOf: (metrics: PodMetrics) => Ratio;
  /** What a pod without a metric is taken to use when the others use little. */
  readonly usageOfMissing: (name: string) => number;
}

/** Pods of which little is known are taken to be such that as little as possible changes. */
function propose({ pods, metrics, current, tolerances, resource, nowMs }: Measured, { ratioOf, usageOfMissing }: Reckoning): Proposal {
  if (pods.length === 0) throw new Error('no pods returned by selector while calculating replica count');
  const { ready, unready, missing, ignored } = groupPods(pods, metrics, { resource, nowMs });
  const left = new Map(metrics);
  for (const name of [...ignored, ...unready]) left.delete(name);
  if (left.size === 0) throw new Error('did not receive metrics for targeted pods (pods might be unready)');
  const { ratio, ...seen } = ratioOf(left);
  const unchanged = { replicas: current, ...seen };
  const countsUnready = unready.length > 0 && ratio > 1;
  if (!countsUnready && missing.length === 0) {
    return isWithin(tolerances, ratio) ? unchanged : { replicas: Math.ceil(ratio * ready), ...seen };
  }
  const assume = (name: string, milli: number) => left.set(name, { milli, atMs: nowMs, windowMs: 0 });
  if (ratio !== 1) for (const name of missing) assume(name, ratio < 1 ? usageOfMissing(name) : 0);
  if (countsUnready) for (const name of unready) assume(name, 0);
  const { ratio: assumed } = ratioOf(left);
  const turns = (ratio < 1 && assumed > 1) || (ratio > 1 && assumed < 1);
  if (isWithin(tolerances, assumed) || turns) return unchanged;
  const replicas = Math.ceil(assumed * left.size);
  const isAgainst = (assumed < 1 && replicas > current) || (assumed > 1 && replicas < current);
  return isAgainst ? unchanged : { replicas, ...seen };
}

export interface Whole {
  readonly current: number;
  readonly pods: readonly Pod[];
  readonly tolerances: Tolerances;
}

/** By a metric that is not about pods, whose target is for all of them together. */
export function proposeByValue(milli: number, targetMilli: number, { current, pods, tolerances }: Whole): Proposal {
  const ratio = milli / targetMilli;
  if (current === 0) return { replicas: Math.ceil(ratio), milli };
  if (isWithin(tolerances, ratio)) return { replicas: current, milli };
  if (pods.length === 0) throw new Error('unable to calculate ready pods: no pods returned by selector while calculating replica count');
  const ready = pods.filter((pod) => pod.status.phase === 'Running' && isPodReady(pod)).length;
  return { replicas: Math.min(mostReplicas, Math.ceil(ratio * ready)), milli };
}

/** By a metric that is not about pods, whose target is for each of them. */
export function proposeByShare(
  milli: number,
  targetMilli: number,
  { current, tolerances }: Pick<Whole, 'current' | 'tolerances'>,
): Proposal {
  const isFine = isWithin(tolerances, milli / (targetMilli * current));
  const replicas = isFine ? current : Math.min(mostReplicas, Math.ceil(milli / targetMilli));
  return { replicas, milli: current === 0 ? milli : Math.ceil(milli / current) };
}
