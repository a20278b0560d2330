import type { Job } from '../../kinds/batch/job/index.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { isPodActive, isPodReady, isPodTerminating } from '../../kinds/core/pod/readiness.ts';
import { finishedMs } from './backoff.ts';
import { matchFailurePolicy } from './failure-policy.ts';
import { countIndexes, hasIndex, indexSetOf, parseIndexSet, union, type IndexSet } from './index-set.ts';
import { absoluteFailureCount, anyIndexOf, failsIndex, hasBackoffPerIndex, hasFailed, indexOf, isIndexed, isTracked } from './pods.ts';

/** What the pods of a job amount to, together with what its status has counted before. */
export interface Observation {
  readonly pods: readonly Pod[];
  readonly active: readonly Pod[];
  readonly ready: number;
  readonly terminating: number;
  /** Pods that have ended and are not in the status yet. */
  readonly newSucceeded: readonly Pod[];
  readonly newFailed: readonly Pod[];
  readonly succeeded: number;
  readonly failed: number;
  /** Of indexed jobs: indexes that the status already has, and those with what has ended since. */
  readonly completedBefore: IndexSet;
  readonly completedIndexes: IndexSet;
  /** Of jobs that limit failures of each index; undefined for others. */
  readonly failedIndexes: IndexSet | undefined;
  /** By index, the pod that failed last, which stays to tell its replacement how often the index has failed. */
  readonly lastFailed: ReadonlyMap<number, Pod>;
}

export function observe(job: Job, pods: readonly Pod[]): Observation {
  const { status, spec } = job;
  const completions = spec.completions ?? 0;
  const uncounted = status.uncountedTerminatedPods ?? {};
  const counts = (pod: Pod, known: readonly string[] | undefined) =>
    isTracked(pod) && !known?.includes(pod.metadata.uid) && (!isIndexed(job) || indexOf(job, pod) !== undefined);
  const newSucceeded = pods.filter((pod) => pod.status.phase === 'Succeeded' && counts(pod, uncounted.succeeded));
  const newFailed = pods.filter((pod) => hasFailed(job, pod) && counts(pod, uncounted.failed));
  const counted = newFailed.filter((pod) => matchFailurePolicy(spec.podFailurePolicy, pod).counts);
  const active = pods.filter(isPodActive);

  const completedBefore = isIndexed(job) ? parseIndexSet(status.completedIndexes, completions) : [];
  const completedIndexes = union(
    completedBefore,
    indexesOf(job, pods, (pod) => pod.status.phase === 'Succeeded'),
  );
  const failedIndexes =
    isIndexed(job) && hasBackoffPerIndex(job)
      ? union(
          parseIndexSet(status.failedIndexes, completions),
          indexesOf(job, pods, (pod) => failsIndex(job, pod)),
        )
      : undefined;
  return {
    pods,
    active,
    ready: active.filter(isPodReady).length,
    terminating: pods.filter(isPodTerminating).length,
    newSucceeded,
    newFailed,
    succeeded: isIndexed(job)
      ? countIndexes(completedIndexes)
      : (status.succeeded ?? 0) + newSucceeded.length + (uncounted.succeeded?.length ?? 0),
    failed: (status.failed ?? 0) + counted.length + (uncounted.failed?.length ?? 0),
    completedBefore,
    completedIndexes,
    failedIndexes,
    lastFailed: failedIndexes ? lastFailedOf(job, { pods, active, completedIndexes, failedIndexes }) : new Map(),
  };
}

function indexesOf(job: Job, pods: readonly Pod[], isMeant: (pod: Pod) => boolean): IndexSet {
  if (!isIndexed(job)) return [];
  return indexSetOf(pods.filter((pod) => isTracked(pod) && isMeant(pod)).flatMap((pod) => indexOf(job, pod) ?? []));
}

interface Indexes {
  readonly pods: readonly Pod[];
  readonly active: readonly Pod[];
  readonly completedIndexes: IndexSet;
  readonly failedIndexes: IndexSet;
}

function lastFailedOf(job: Job, { pods, active, completedIndexes, failedIndexes }: Indexes): ReadonlyMap<number, Pod> {
  const busy = new Set(active.map(anyIndexOf));
  const last = new Map<number, Pod>();
  for (const pod of pods) {
    const index = indexOf(job, pod);
    if (index === undefined || !isTracked(pod) || !hasFailed(job, pod)) continue;
    if (hasIndex(completedIndexes, index) || hasIndex(failedIndexes, index) || busy.has(index)) continue;
    const known = last.get(index);
    const isLater = known && absoluteFailureCount(known) <= absoluteFailureCount(pod) && finishedMs(pod) >= finishedMs(known);
    if (!known || isLater) last.set(index, pod);
  }
  return last;
}
