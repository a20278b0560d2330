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

export const JobTemplateSpec = defineType('io.k8s.api.batch.v1.JobTemplateSpec', {
  metadata: object(1, ObjectMeta),
  spec: always(object(2, JobSpec)),
});

export interface JobTemplateSpec extends Infer<typeof JobTemplateSpec> {}

export const CronJobSpec = defineType('io.k8s.api.batch.v1.CronJobSpec', {
  schedule: required(string(1)),
  startingDeadlineSeconds: int64(2),
  concurrencyPolicy: oneOf(3, ['Allow', 'Forbid', 'Replace']),
  suspend: boolean(4),
  jobTemplate: required(object(5, JobTemplateSpec)),
  successfulJobsHistoryLimit: int32(6),
  failedJobsHistoryLimit: int32(7),
  timeZone: string(8),
});

export interface CronJobSpec extends Infer<typeof CronJobSpec> {}

export const CronJobStatus = defineType('io.k8s.api.batch.v1.CronJobStatus', {
  active: list(1, ObjectReference, { listType: 'atomic' }),
  lastScheduleTime: time(4),
  lastSuccessfulTime: time(5),
});

export interface CronJobStatus extends Infer<typeof CronJobStatus> {}
