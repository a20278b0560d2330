import { isJobFinished } from '../../kinds/batch/job/conditions.ts';
import type { Job } from '../../kinds/batch/job/index.ts';

/** When a finished job is to go; undefined for one that is not finished, stays or goes already. Throws when it does not say when it ended. */
export function expiryMs(job: Job): number | undefined {
  const { ttlSecondsAfterFinished } = job.spec;
  if (ttlSecondsAfterFinished === undefined || job.metadata.deletionTimestamp !== undefined || !isJobFinished(job)) return undefined;
  const end = job.status.conditions?.find(({ type, status }) => (type === 'Complete' || type === 'Failed') && status === 'True');
  const endMs = Date.parse(end?.lastTransitionTime ?? '');
  if (Number.isNaN(endMs)) throw new Error(`unable to find the time when the Job ${job.metadata.namespace}/${job.metadata.name} finished`);
  return endMs + ttlSecondsAfterFinished * 1000;
}
