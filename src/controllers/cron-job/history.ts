import { isJobComplete, isJobFailed } from '../../kinds/batch/job/conditions.ts';
import type { CronJob } from '../../kinds/batch/cron-job/index.ts';
import type { Job } from '../../kinds/batch/job/index.ts';

/** Finished jobs beyond the limits, the oldest. */
export function superfluousJobs({ spec }: CronJob, jobs: readonly Job[]): readonly Job[] {
  return [
    ...beyond(spec.successfulJobsHistoryLimit, jobs.filter(isJobComplete)),
    ...beyond(
      spec.failedJobsHistoryLimit,
      jobs.filter((job) => isJobFailed(job) && !isJobComplete(job)),
    ),
  ];
}

const beyond = (limit: number | undefined, jobs: readonly Job[]): readonly Job[] =>
  limit === undefined ? [] : jobs.toSorted(byStart).slice(0, Math.max(0, jobs.length - limit));

/** Jobs that have not started count as the youngest. */
function byStart(a: Job, b: Job): number {
  const [aMs, bMs] = [a, b].map(({ status }) => (status.startTime ? Date.parse(status.startTime) : Number.POSITIVE_INFINITY));
  if (aMs !== bMs && aMs !== undefined && bMs !== undefined) return aMs < bMs ? -1 : 1;
  return a.metadata.name < b.metadata.name ? -1 : 1;
}
