import { ObjectMeta } from '../../../model/meta.ts';
import {
  defineType,
  always,
  boolean,
  int32,
  int64,
  list,
  object,
  oneOf,
  required,
  string,
  time,
  type Infer,
} from '../../../model/schema.ts';
import { ObjectReference } from '../../core/reference.ts';
import { JobSpec } from '../job/schema.ts';

export const JobTemplateSpec = defineType('io.k8s.api.batch.v1.JobTemplateSpec', 'Metadata and spec of jobs to come.', {
  metadata: object(1, ObjectMeta, 'Labels and annotations of the jobs.'),
  spec: always(object(2, JobSpec, 'What the jobs run.')),
});

export interface JobTemplateSpec extends Infer<typeof JobTemplateSpec> {}

export const CronJobSpec = defineType('io.k8s.api.batch.v1.CronJobSpec', 'The state that is wanted.', {
  schedule: required(
    string(1, 'When jobs start, as cron has it: minute, hour, day of month, month, day of week. `0 3 * * *` is every night at three.'),
  ),
  timeZone: string(8, 'Time zone of the schedule, such as Europe/Berlin; that of the controller unless given.'),
  startingDeadlineSeconds: int64(2, 'Seconds that a job may start late, after which that start is left out. No limit unless given.'),
  concurrencyPolicy: oneOf(
    3,
    ['Allow', 'Forbid', 'Replace'],
    'What happens if the last job still runs: Allow (the default) starts another, Forbid leaves it out, Replace ends the last.',
  ),
  suspend: boolean(4, 'Whether no more jobs start; those that run go on. False unless given.'),
  jobTemplate: required(object(5, JobTemplateSpec, 'What the jobs look like.')),
  successfulJobsHistoryLimit: int32(6, 'How many jobs that succeeded are kept: 3 unless given.'),
  failedJobsHistoryLimit: int32(7, 'How many jobs that failed are kept: 1 unless given.'),
});

export interface CronJobSpec extends Infer<typeof CronJobSpec> {}

export const CronJobStatus = defineType('io.k8s.api.batch.v1.CronJobStatus', 'The state that was found last.', {
  active: list(1, ObjectReference, 'Jobs that run now.', { listType: 'atomic' }),
  lastScheduleTime: time(4, 'When a job was last due and started.'),
  lastSuccessfulTime: time(5, 'When a job last succeeded.'),
});

export interface CronJobStatus extends Infer<typeof CronJobStatus> {}
