import type { Job } from '../../kinds/batch/job/index.ts';
import type { JobCondition } from '../../kinds/batch/job/schema.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { matchFailurePolicy } from './failure-policy.ts';
import { countIndexes } from './index-set.ts';
import type { Observation } from './observation.ts';
import { hasFailed, isIndexed, isSuspended } from './pods.ts';
import { matchSuccessPolicy } from './success-policy.ts';

/** How a job ends. It does once its pods are gone and counted. */
export interface Verdict {
  readonly end: 'Complete' | 'Failed';
  readonly reason: string;
  readonly message: string;
}

export const completionsReached: Verdict = {
  end: 'Complete',
  reason: 'CompletionsReached',
  message: 'Reached expected number of succeeded pods',
};

/** Whether the job ends now, other than by all of its work being done. What was decided once holds. */
export function verdictOf(job: Job, observation: Observation, nowMs: number): Verdict | undefined {
  return (
    known(job, 'SuccessCriteriaMet', 'Complete') ??
    known(job, 'FailureTarget', 'Failed') ??
    failure(job, observation, nowMs) ??
    early(job, observation)
  );
}

function known({ status }: Job, type: string, end: Verdict['end']): Verdict | undefined {
  const condition = status.conditions?.find((each: JobCondition) => each.type === type && each.status === 'True');
  return condition && { end, reason: condition.reason ?? '', message: condition.message ?? '' };
}

const failed = (reason: string, message: string): Verdict => ({ end: 'Failed', reason, message });

function failure(job: Job, observation: Observation, nowMs: number): Verdict | undefined {
  const { spec } = job;
  const policyMessage = spec.podFailurePolicy && failingMessage(job, observation.pods);
  if (policyMessage) return failed('PodFailurePolicy', policyMessage);
  const { backoffLimit = 6 } = spec;
  if (observation.failed > backoffLimit || restartsTooOften(job, observation.pods)) {
    return failed('BackoffLimitExceeded', 'Job has reached the specified backoff limit');
  }
  const leftMs = deadlineMs(job, nowMs);
  if (leftMs !== undefined && leftMs <= 0) return failed('DeadlineExceeded', 'Job was active longer than specified deadline');
  return failedIndexesVerdict(job, observation);
}

function failingMessage(job: Job, pods: readonly Pod[]): string | undefined {
  for (const pod of pods) {
    const { message } = hasFailed(job, pod) ? matchFailurePolicy(job.spec.podFailurePolicy, pod) : {};
    if (message !== undefined) return message;
  }
  return undefined;
}

/** Containers that are started anew in their pods count, too. */
function restartsTooOften({ spec }: Job, pods: readonly Pod[]): boolean {
  if (spec.template.spec?.restartPolicy !== 'OnFailure') return false;
  let restarts = 0;
  for (const { status } of pods) {
    if (status.phase !== 'Running' && status.phase !== 'Pending') continue;
    for (const { restartCount } of [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])]) restarts += restartCount;
  }
  const { backoffLimit = 6 } = spec;
  return backoffLimit === 0 ? restarts > 0 : restarts >= backoffLimit;
}

/** How long the job may still run; undefined when it may for ever. */
export function deadlineMs(job: Job, nowMs: number): number | undefined {
  const { activeDeadlineSeconds } = job.spec;
  if (activeDeadlineSeconds === undefined || isSuspended(job)) return undefined;
  const startMs = job.status.startTime ? Date.parse(job.status.startTime) : nowMs;
  return startMs + activeDeadlineSeconds * 1000 - nowMs;
}

function failedIndexesVerdict({ spec }: Job, { failedIndexes, completedIndexes }: Observation): Verdict | undefined {
  const count = countIndexes(failedIndexes ?? []);
  if (spec.maxFailedIndexes !== undefined && count > spec.maxFailedIndexes) {
    return failed('MaxFailedIndexesExceeded', 'Job has exceeded the specified maximal number of failed indexes');
  }
  const isOver = count > 0 && count + countIndexes(completedIndexes) >= (spec.completions ?? 0);
  return isOver ? failed('FailedIndexes', 'Job has failed indexes') : undefined;
}

function early(job: Job, { completedIndexes }: Observation): Verdict | undefined {
  const message = isIndexed(job) ? matchSuccessPolicy(job.spec.successPolicy, job.spec.completions ?? 0, completedIndexes) : undefined;
  return message === undefined ? undefined : { end: 'Complete', reason: 'SuccessPolicy', message };
}
