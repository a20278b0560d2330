import type { JobCondition, JobStatus } from '../../kinds/batch/job/schema.ts';
import { formatTime } from '../../model/timestamp.ts';
import type { Verdict } from './verdict.ts';

interface ConditionText {
  readonly type: string;
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
}

/** The status with the condition; the same when it has it already, or when it would only say that something is not so. */
export function withCondition(status: JobStatus, text: ConditionText, nowMs: number): JobStatus {
  const { conditions = [] } = status;
  const position = conditions.findIndex(({ type }) => type === text.type);
  const known = conditions[position];
  if (known ? isAlike(known, text) : text.status === 'False') return status;
  const time = formatTime(nowMs);
  const condition = { ...text, lastProbeTime: time, lastTransitionTime: time };
  return { ...status, conditions: known ? conditions.with(position, condition) : [...conditions, condition] };
}

const isAlike = (condition: JobCondition, { status, reason, message }: ConditionText): boolean =>
  condition.status === status && condition.reason === reason && condition.message === message;

/** Announces how the job will end. */
export const announced = (status: JobStatus, { end, reason, message }: Verdict, nowMs: number): JobStatus =>
  withCondition(status, { type: end === 'Complete' ? 'SuccessCriteriaMet' : 'FailureTarget', status: 'True', reason, message }, nowMs);

export function finished(status: JobStatus, { end, reason, message }: Verdict, nowMs: number): JobStatus {
  const next = withCondition(status, { type: end, status: 'True', reason, message }, nowMs);
  return end === 'Complete' ? { ...next, completionTime: formatTime(nowMs) } : next;
}
