import { LabelSelector } from '../../../model/meta.ts';
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
import { PodTemplateSpec } from '../../core/pod/template.ts';

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

export const JobCondition = defineType('io.k8s.api.batch.v1.JobCondition', {
  type: required(string(1)),
  status: required(string(2)),
  lastProbeTime: always(time(3)),
  lastTransitionTime: always(time(4)),
  reason: string(5),
  message: string(6),
});

export interface JobCondition extends Infer<typeof JobCondition> {}

export const UncountedTerminatedPods = defineType('io.k8s.api.batch.v1.UncountedTerminatedPods', {
  succeeded: list(1, 'string', { listType: 'set' }),
  failed: list(2, 'string', { listType: 'set' }),
});

export interface UncountedTerminatedPods extends Infer<typeof UncountedTerminatedPods> {}

export const JobStatus = defineType('io.k8s.api.batch.v1.JobStatus', {
  conditions: list(1, JobCondition, { listType: 'atomic', patchStrategy: 'merge', patchMergeKey: 'type' }),
  startTime: time(2),
  completionTime: time(3),
  active: int32(4),
  succeeded: int32(5),
  failed: int32(6),
  completedIndexes: string(7),
  uncountedTerminatedPods: object(8, UncountedTerminatedPods),
  ready: int32(9),
  failedIndexes: string(10),
  terminating: int32(11),
});

export interface JobStatus extends Infer<typeof JobStatus> {}
