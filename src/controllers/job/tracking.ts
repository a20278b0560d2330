import type { Job } from '../../kinds/batch/job/index.ts';
import type { JobStatus } from '../../kinds/batch/job/schema.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { matchFailurePolicy } from './failure-policy.ts';
import { countIndexes, hasIndex, indexSetOf, indexSetToText, union } from './index-set.ts';
import type { Observation } from './observation.ts';
import { hasFailed, indexOf, isIndexed, isTracked } from './pods.ts';
import type { Verdict } from './verdict.ts';

/**
 * How pods are counted once and never lost (KEP-2307): a pod that has ended keeps its finalizer until its uid is in the status
 * as uncounted; then the finalizer goes; and when it is seen to be gone, the uid turns into a number.
 */
export interface Tracking {
  readonly status: JobStatus;
  /** Pods that may go once this status is written. */
  readonly release: readonly Pod[];
  /** There are more than one status can hold. */
  readonly isFull: boolean;
}

/** How many uids one status holds at most, so that it does not get too large. */
const mostUncounted = 500;

export function track(
  job: Job,
  status: JobStatus,
  { observation, verdict }: { observation: Observation; verdict: Verdict | undefined },
): Tracking {
  const tracked = new Set(observation.pods.filter(isTracked).map(({ metadata }) => metadata.uid));
  const cleaned = countReleased(status, (uid) => !tracked.has(uid));
  const uncounted = {
    succeeded: [...(cleaned.uncountedTerminatedPods?.succeeded ?? [])],
    failed: [...(cleaned.uncountedTerminatedPods?.failed ?? [])],
  };
  const [knownSucceeded, knownFailed] = [new Set(uncounted.succeeded), new Set(uncounted.failed)];
  const completed: number[] = [];
  const release: Pod[] = [];
  let isFull = false;
  for (const pod of observation.pods) {
    if (!isTracked(pod) || !mayRelease(job, pod, { observation, verdict })) continue;
    if (completed.length + uncounted.succeeded.length + uncounted.failed.length >= mostUncounted) {
      isFull = true;
      break;
    }
    release.push(pod);
    const { uid } = pod.metadata;
    const index = indexOf(job, pod);
    const isOurs = !isIndexed(job) || index !== undefined;
    if (pod.status.phase === 'Succeeded' && !knownFailed.has(uid)) {
      if (index !== undefined && !hasIndex(observation.completedBefore, index)) completed.push(index);
      if (!isIndexed(job) && !knownSucceeded.has(uid)) uncounted.succeeded.push(uid);
    } else if ((hasFailed(job, pod) || verdict?.end === 'Failed') && isOurs && !knownFailed.has(uid)) {
      if (matchFailurePolicy(job.spec.podFailurePolicy, pod).counts) uncounted.failed.push(uid);
    }
  }
  const next = { ...cleaned, uncountedTerminatedPods: withoutEmpty(uncounted) };
  return { status: isIndexed(job) ? withIndexes(next, observation, completed) : next, release, isFull };
}

interface Circumstances {
  readonly observation: Observation;
  readonly verdict: Verdict | undefined;
}

/** A pod whose failure its replacement has to know about stays until that is made. */
function mayRelease(job: Job, pod: Pod, { observation, verdict }: Circumstances): boolean {
  if (job.metadata.deletionTimestamp !== undefined || verdict || pod.status.phase === 'Succeeded') return true;
  if (!hasFailed(job, pod)) return false;
  const index = indexOf(job, pod);
  return index === undefined || observation.lastFailed.get(index)?.metadata.uid !== pod.metadata.uid;
}

function withIndexes(status: JobStatus, { completedBefore, failedIndexes }: Observation, completed: readonly number[]): JobStatus {
  const indexes = union(completedBefore, indexSetOf(completed));
  const { completedIndexes: _completed, failedIndexes: _failed, succeeded: _succeeded, ...rest } = status;
  return {
    ...rest,
    ...(indexes.length > 0 && { succeeded: countIndexes(indexes), completedIndexes: indexSetToText(indexes) }),
    ...(failedIndexes && { failedIndexes: indexSetToText(failedIndexes) }),
  };
}

/** Turns uids of pods whose finalizer is gone into numbers. */
export function countReleased(status: JobStatus, isReleased: (uid: string) => boolean): JobStatus {
  const { succeeded = [], failed = [] } = status.uncountedTerminatedPods ?? {};
  const left = { succeeded: succeeded.filter((uid) => !isReleased(uid)), failed: failed.filter((uid) => !isReleased(uid)) };
  return {
    ...status,
    ...sum('succeeded', status.succeeded, succeeded.length - left.succeeded.length),
    ...sum('failed', status.failed, failed.length - left.failed.length),
    uncountedTerminatedPods: withoutEmpty(left),
  };
}

/** The API leaves zeroes out. */
const sum = (name: 'succeeded' | 'failed', before = 0, more = 0): Partial<JobStatus> =>
  before + more === 0 ? {} : { [name]: before + more };

const withoutEmpty = ({ succeeded, failed }: { succeeded: string[]; failed: string[] }) => ({
  ...(succeeded.length > 0 && { succeeded }),
  ...(failed.length > 0 && { failed }),
});
