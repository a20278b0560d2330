import { isConditionTrue } from '../../../model/conditions.ts';
import type { JobStatus } from './schema.ts';

interface WithStatus {
  readonly status: Readonly<Pick<JobStatus, 'conditions'>>;
}

const has =
  (type: string) =>
  ({ status }: WithStatus): boolean =>
    isConditionTrue(status.conditions, type);

export const isJobComplete = has('Complete');
export const isJobFailed = has('Failed');
export const isJobSuspended = has('Suspended');
/** It is going to fail once its pods are gone. */
export const isJobFailing = has('FailureTarget');
/** It is going to be complete once its pods are gone. */
export const isJobSucceeding = has('SuccessCriteriaMet');
export const isJobFinished = (job: WithStatus): boolean => isJobComplete(job) || isJobFailed(job);
