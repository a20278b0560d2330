import type { CronJob } from '../../kinds/batch/cron-job/index.ts';
import { offsetMs } from '../../kinds/batch/cron-job/next-time.ts';
import type { Job } from '../../kinds/batch/job/index.ts';
import type { New } from '../../model/kind.ts';
import { ownerReference } from '../../model/owner-references.ts';
import { jobName } from './plan.ts';

const timeAnnotation = 'batch.kubernetes.io/cronjob-scheduled-timestamp';

/** The job of one time that the cron job was due. */
export function jobOf(cronJob: CronJob, scheduledMs: number): New<Job> {
  const { jobTemplate, timeZone } = cronJob.spec;
  const { labels, annotations } = jobTemplate.metadata ?? {};
  // Validation sees to it that every job template has one.
  if (!jobTemplate.spec) throw new TypeError(`CronJob ${cronJob.metadata.name} has no job template`);
  return {
    metadata: {
      name: jobName(cronJob, scheduledMs),
      ...(cronJob.metadata.namespace && { namespace: cronJob.metadata.namespace }),
      ...(labels && { labels }),
      annotations: { ...annotations, [timeAnnotation]: rfc3339(scheduledMs, timeZone) },
      ownerReferences: [ownerReference(cronJob)],
    },
    spec: jobTemplate.spec,
  };
}

/** By the clocks of the time zone, e.g. `2026-01-01T03:00:00+01:00`. */
export function rfc3339(timeMs: number, timeZone: string | undefined): string {
  const offset = timeZone ? offsetMs(timeMs, timeZone) : 0;
  const local = new Date(timeMs + offset).toISOString().slice(0, 19);
  if (offset === 0) return `${local}Z`;
  const minutes = Math.abs(offset) / 60_000;
  const two = (number: number) => String(Math.floor(number)).padStart(2, '0');
  return `${local}${offset < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}
