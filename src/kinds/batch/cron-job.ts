import { defineKind, type ObjectOf } from '../../model/kind.ts';
import { LabelSelector, ObjectMeta } from '../../model/meta.ts';
import { defineType, always, boolean, int32, int64, list, object, oneOf, required, string, time, type Infer } from '../../model/schema.ts';
import { PodTemplateSpec } from '../core/pod/template.ts';
import { ObjectReference } from '../core/reference.ts';

export const PodFailurePolicyOnExitCodesRequirement = defineType('io.k8s.api.batch.v1.PodFailurePolicyOnExitCodesRequirement', {
  containerName: string(1),
  operator: required(oneOf(2, ['In', 'NotIn'])),
  values: required(list(3, 'int32', { listType: 'set' })),
});

export interface PodFailurePolicyOnExitCodesRequirement extends Infer<typeof PodFailurePolicyOnExitCodesRequirement> {}

export const PodFailurePolicyOnPodConditionsPattern = defineType('io.k8s.api.batch.v1.PodFailurePolicyOnPodConditionsPattern', {
  type: required(string(1)),
  status: always(string(2)),
});

export interface PodFailurePolicyOnPodConditionsPattern extends Infer<typeof PodFailurePolicyOnPodConditionsPattern> {}

export const PodFailurePolicyRule = defineType('io.k8s.api.batch.v1.PodFailurePolicyRule', {
  action: required(oneOf(1, ['Count', 'FailIndex', 'FailJob', 'Ignore'])),
  onExitCodes: object(2, PodFailurePolicyOnExitCodesRequirement),
  onPodConditions: list(3, PodFailurePolicyOnPodConditionsPattern, { listType: 'atomic' }),
});

export interface PodFailurePolicyRule extends Infer<typeof PodFailurePolicyRule> {}

export const PodFailurePolicy = defineType('io.k8s.api.batch.v1.PodFailurePolicy', {
  rules: required(list(1, PodFailurePolicyRule, { listType: 'atomic' })),
});

export interface PodFailurePolicy extends Infer<typeof PodFailurePolicy> {}

export const SuccessPolicyRule = defineType('io.k8s.api.batch.v1.SuccessPolicyRule', {
  succeededIndexes: string(1),
  succeededCount: int32(2),
});

export interface SuccessPolicyRule extends Infer<typeof SuccessPolicyRule> {}

export const SuccessPolicy = defineType('io.k8s.api.batch.v1.SuccessPolicy', {
  rules: required(list(1, SuccessPolicyRule, { listType: 'atomic' })),
});

export interface SuccessPolicy extends Infer<typeof SuccessPolicy> {}

export const JobSpec = defineType('io.k8s.api.batch.v1.JobSpec', {
  parallelism: int32(1),
  completions: int32(2),
  activeDeadlineSeconds: int64(3),
  selector: object(4, LabelSelector),
  manualSelector: boolean(5),
  template: required(object(6, PodTemplateSpec)),
  backoffLimit: int32(7),
  ttlSecondsAfterFinished: int32(8),
  completionMode: oneOf(9, ['Indexed', 'NonIndexed']),
  suspend: boolean(10),
  podFailurePolicy: object(11, PodFailurePolicy),
  backoffLimitPerIndex: int32(12),
  maxFailedIndexes: int32(13),
  podReplacementPolicy: oneOf(14, ['Failed', 'TerminatingOrFailed']),
  managedBy: string(15),
  successPolicy: object(16, SuccessPolicy),
});

export interface JobSpec extends Infer<typeof JobSpec> {}

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

export const CronJob = defineKind({
  group: 'batch',
  version: 'v1',
  kind: 'CronJob',
  plural: 'cronjobs',
  shortNames: ['cj'],
  categories: ['all'],
  scope: 'Namespaced',
  subresources: ['status'],
  schema: 'io.k8s.api.batch.v1.CronJob',
  fields: {
    spec: required(object(2, CronJobSpec)),
    status: always(object(3, CronJobStatus)),
  },
});

export interface CronJob extends ObjectOf<typeof CronJob> {}
