import type { Job } from '../../kinds/batch/job/index.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { isPodTerminating } from '../../kinds/core/pod/readiness.ts';
import { deletionOrder } from '../pods/deletion-order.ts';
import { remainingForIndexMs, remainingMs, type FailureRecord } from './backoff.ts';
import { firstMissing, indexSetOf, union } from './index-set.ts';
import type { Observation } from './observation.ts';
import { anyIndexOf, hasBackoffPerIndex, indexOf, isIndexed, isSuspended, replacesOnlyFailed } from './pods.ts';

/** How many pods are made or removed in one go at most. */
const burst = 500;

export interface Plan {
  readonly remove: readonly Pod[];
  /** One for each pod to make: its index, or undefined where the job has none. */
  readonly create: readonly (number | undefined)[];
  /** When to look again, where pods are put off after failures. */
  readonly afterMs?: number;
}

const nothing: Plan = { remove: [], create: [] };

/** Which pods to make or remove, for a job that goes on. */
export function plan(job: Job, observation: Observation, { record, nowMs }: { record: FailureRecord; nowMs: number }): Plan {
  const { active } = observation;
  if (isSuspended(job)) return { ...nothing, remove: active };
  const wanted = wantedPods(job, observation);
  const remove = podsToRemove(job, active, { atLeast: Math.max(0, active.length - wanted), nowMs }).slice(0, burst);
  if (remove.length > 0) return { ...nothing, remove };
  const missing = wanted - active.length - (replacesOnlyFailed(job) ? observation.terminating : 0);
  return missing > 0 ? podsToCreate(job, observation, { count: Math.min(missing, burst), record, nowMs }) : nothing;
}

function wantedPods({ spec }: Job, { active, succeeded }: Observation): number {
  const { parallelism = 1, completions } = spec;
  // Without a number of completions, the first success means that the work is done: those at work may finish it.
  if (completions === undefined) return succeeded > 0 ? active.length : parallelism;
  return Math.max(0, Math.min(completions - succeeded, parallelism));
}

interface Removal {
  readonly atLeast: number;
  readonly nowMs: number;
}

/** Pods that share an index, or have one that is none of the job's, go in any case. */
function podsToRemove(job: Job, active: readonly Pod[], { atLeast, nowMs }: Removal): readonly Pod[] {
  const inOrder = (pods: readonly Pod[]) => pods.toSorted(deletionOrder({ rank: () => 0, nowMs }));
  const extra: Pod[] = [];
  const left: Pod[] = [];
  if (isIndexed(job)) {
    for (const [index, pods = []] of Map.groupBy(active, (pod) => indexOf(job, pod))) {
      const sorted = inOrder(pods);
      extra.push(...(index === undefined ? sorted : sorted.slice(0, -1)));
      if (index !== undefined) left.push(...sorted.slice(-1));
    }
  } else left.push(...active);
  return extra.length >= atLeast ? extra : [...extra, ...inOrder(left).slice(0, atLeast - extra.length)];
}

interface Creation {
  readonly count: number;
  readonly record: FailureRecord;
  readonly nowMs: number;
}

function podsToCreate(job: Job, observation: Observation, { count, record, nowMs }: Creation): Plan {
  const delayMs = hasBackoffPerIndex(job) ? 0 : remainingMs(record, nowMs);
  if (delayMs > 0) return { ...nothing, afterMs: delayMs };
  if (!isIndexed(job)) return { ...nothing, create: Array.from({ length: count }, () => undefined) };
  const pending = firstMissing(takenIndexes(job, observation), count, job.spec.completions ?? 0);
  const delays = pending.map((index) => remainingForIndexMs(observation.lastFailed.get(index), nowMs));
  const create = hasBackoffPerIndex(job) ? pending.filter((_, position) => delays[position] === 0) : pending;
  const waits = delays.filter((delay) => delay > 0);
  return create.length === pending.length ? { ...nothing, create } : { ...nothing, create, afterMs: Math.min(...waits) };
}

function takenIndexes(job: Job, { pods, active, completedIndexes, failedIndexes = [] }: Observation) {
  const busy = replacesOnlyFailed(job) ? [...active, ...pods.filter(isPodTerminating)] : active;
  return union(union(completedIndexes, failedIndexes), indexSetOf(busy.flatMap((pod) => anyIndexOf(pod) ?? [])));
}
