import type { Job } from '../../kinds/batch/job/index.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { matchFailurePolicy } from './failure-policy.ts';

/** Keeps a pod from going before it has been counted. */
export const trackingFinalizer = 'batch.kubernetes.io/job-tracking';
export const indexKey = 'batch.kubernetes.io/job-completion-index';
export const failureCountKey = 'batch.kubernetes.io/job-index-failure-count';
export const ignoredFailureCountKey = 'batch.kubernetes.io/job-index-ignored-failure-count';

/** Who looks after a job unless its `managedBy` says otherwise (KEP-4368). */
const ownName = 'kubernetes.io/job-controller';

export const isOwn = ({ spec }: Job): boolean => (spec.managedBy ?? ownName) === ownName;

export const isTracked = ({ metadata }: Pod): boolean => metadata.finalizers?.includes(trackingFinalizer) ?? false;

export const isIndexed = ({ spec }: Job): boolean => spec.completionMode === 'Indexed';

export const isSuspended = ({ spec }: Job): boolean => spec.suspend === true;

export const hasBackoffPerIndex = ({ spec }: Job): boolean => spec.backoffLimitPerIndex !== undefined;

/** Whether a pod that is going is waited for before another takes its place (KEP-3939). */
export const replacesOnlyFailed = ({ spec }: Job): boolean => spec.podReplacementPolicy === 'Failed' || spec.podFailurePolicy !== undefined;

/** Which index the pod works on. Undefined for none, and for one that the job does not have. */
export function indexOf(job: Job, pod: Pod): number | undefined {
  const index = anyIndexOf(pod);
  return index !== undefined && index < (job.spec.completions ?? 0) ? index : undefined;
}

export function anyIndexOf({ metadata }: Pod): number | undefined {
  const text = metadata.annotations?.[indexKey];
  return text !== undefined && /^\+?\d+$/.test(text) ? Number(text) : undefined;
}

export function hasFailed(job: Job, { metadata, status }: Pod): boolean {
  if (status.phase === 'Failed') return true;
  return !replacesOnlyFailed(job) && metadata.deletionTimestamp !== undefined && status.phase !== 'Succeeded';
}

const countIn = ({ metadata }: Pod, key: string): number => {
  const text = metadata.annotations?.[key];
  const count = text !== undefined && /^\+?\d+$/.test(text) ? Number(text) : 0;
  return count < 2 ** 31 ? count : 0;
};

/** How often its index had failed before it. */
export const failureCount = (pod: Pod): number => countIn(pod, failureCountKey);

/** The same with failures that the job's policy ignores. */
export const absoluteFailureCount = (pod: Pod): number => failureCount(pod) + countIn(pod, ignoredFailureCountKey);

/** What the next pod of the index notes, given the one that failed last. */
export function nextFailureCounts(job: Job, last: Pod | undefined): { readonly counted: number; readonly ignored: number } {
  if (!last) return { counted: 0, ignored: 0 };
  const { counts } = matchFailurePolicy(job.spec.podFailurePolicy, last);
  return { counted: failureCount(last) + (counts ? 1 : 0), ignored: countIn(last, ignoredFailureCountKey) + (counts ? 0 : 1) };
}

/** Whether this pod's failure is one too many for its index (KEP-3850). */
export function failsIndex(job: Job, pod: Pod): boolean {
  if (!hasFailed(job, pod)) return false;
  const { action, counts } = matchFailurePolicy(job.spec.podFailurePolicy, pod);
  return action === 'FailIndex' || (counts && failureCount(pod) >= (job.spec.backoffLimitPerIndex ?? 0));
}
