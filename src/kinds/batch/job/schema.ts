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

export const PodFailurePolicyOnExitCodesRequirement = defineType(
  'io.k8s.api.batch.v1.PodFailurePolicyOnExitCodesRequirement',
  'Chooses failed pods by exit code.',
  {
    containerName: string(1, 'Container whose exit code is looked at; all unless given.'),
    operator: required(oneOf(2, ['In', 'NotIn'], 'In matches the codes listed, NotIn all others but 0.')),
    values: required(list(3, 'int32', 'Exit codes, in ascending order.', { listType: 'set' })),
  },
);

export interface PodFailurePolicyOnExitCodesRequirement extends Infer<typeof PodFailurePolicyOnExitCodesRequirement> {}

export const PodFailurePolicyOnPodConditionsPattern = defineType(
  'io.k8s.api.batch.v1.PodFailurePolicyOnPodConditionsPattern',
  'Chooses failed pods by condition.',
  {
    type: required(string(1, 'Type of the condition, such as DisruptionTarget.')),
    status: always(string(2, 'Status that the condition has: True unless given.')),
  },
);

export interface PodFailurePolicyOnPodConditionsPattern extends Infer<typeof PodFailurePolicyOnPodConditionsPattern> {}

export const PodFailurePolicyRule = defineType('io.k8s.api.batch.v1.PodFailurePolicyRule', 'What to do about certain failures.', {
  action: required(
    oneOf(
      1,
      ['Count', 'FailIndex', 'FailJob', 'Ignore'],
      'FailJob gives up the job, FailIndex its index, Ignore tries again without counting, Count counts as usual.',
    ),
  ),
  onExitCodes: object(2, PodFailurePolicyOnExitCodesRequirement, 'Exit codes for which this holds. Either these or conditions.'),
  onPodConditions: list(3, PodFailurePolicyOnPodConditionsPattern, 'Conditions of the pod for which this holds.', { listType: 'atomic' }),
});

export interface PodFailurePolicyRule extends Infer<typeof PodFailurePolicyRule> {}

export const PodFailurePolicy = defineType('io.k8s.api.batch.v1.PodFailurePolicy', 'What failed pods mean for their job.', {
  rules: required(
    list(
      1,
      PodFailurePolicyRule,
      'Rules in order: the first that matches a failed pod decides. Without any it counts towards backoffLimit.',
      { listType: 'atomic' },
    ),
  ),
});

export interface PodFailurePolicy extends Infer<typeof PodFailurePolicy> {}

export const SuccessPolicyRule = defineType('io.k8s.api.batch.v1.SuccessPolicyRule', 'When an indexed job has succeeded early.', {
  succeededIndexes: string(1, 'Indexes that must have succeeded, such as 0,2-4; all count unless given.'),
  succeededCount: int32(2, 'How many of them must have succeeded; all of succeededIndexes unless given.'),
});

export interface SuccessPolicyRule extends Infer<typeof SuccessPolicyRule> {}

export const SuccessPolicy = defineType(
  'io.k8s.api.batch.v1.SuccessPolicy',
  'When an indexed job has succeeded before all its indexes have.',
  {
    rules: required(
      list(1, SuccessPolicyRule, 'Rules of which one must be met. The pods that still run are ended then.', { listType: 'atomic' }),
    ),
  },
);

export interface SuccessPolicy extends Infer<typeof SuccessPolicy> {}

export const JobSpec = defineType('io.k8s.api.batch.v1.JobSpec', 'The state that is wanted.', {
  parallelism: int32(1, 'How many pods may run at once: 1 unless given. 0 holds the job.'),
  completions: int32(
    2,
    'How many pods must succeed: 1 unless given. Absent with a parallelism, one success is enough and the others end by themselves.',
  ),
  activeDeadlineSeconds: int64(
    3,
    'Seconds that the job may take from its start; it fails then, and its pods are ended. No limit unless given.',
  ),
  podFailurePolicy: object(11, PodFailurePolicy, 'What failed pods mean for the job, by exit code or condition.'),
  successPolicy: object(16, SuccessPolicy, 'When an indexed job has succeeded early; once all indexes have unless given.'),
  backoffLimit: int32(
    7,
    'How many failures are made up for before the job fails: 6 unless given. The pause between tries grows up to 10 minutes.',
  ),
  backoffLimitPerIndex: int32(12, 'How many failures are made up for in each index of an indexed job, one failing without the others.'),
  maxFailedIndexes: int32(13, 'How many indexes may fail before the job is given up. Only with backoffLimitPerIndex.'),
  selector: object(4, LabelSelector, "Labels of the job's pods. Leave it out: the server makes one that fits no other pods."),
  manualSelector: boolean(5, 'Whether selector is your own. Danger: it may catch other pods.'),
  template: required(object(6, PodTemplateSpec, 'What the pods look like. restartPolicy must be OnFailure or Never.')),
  ttlSecondsAfterFinished: int32(8, 'Seconds after its end that the job is deleted with its pods. It is kept unless given.'),
  completionMode: oneOf(
    9,
    ['Indexed', 'NonIndexed'],
    'NonIndexed (the default) has equal pods; Indexed gives each a number, in JOB_COMPLETION_INDEX, and needs one success for each.',
  ),
  suspend: boolean(10, 'Whether no pods run: those that do are ended. False unless given. For queues that start jobs later.'),
  podReplacementPolicy: oneOf(
    14,
    ['Failed', 'TerminatingOrFailed'],
    'When a pod is replaced: TerminatingOrFailed as soon as it is going, Failed once it has gone.',
  ),
  managedBy: string(15, 'Controller that runs the job: kubernetes.io/job-controller unless given. It cannot be changed.'),
});

export interface JobSpec extends Infer<typeof JobSpec> {}

export const JobCondition = defineType('io.k8s.api.batch.v1.JobCondition', "One aspect of a job's state, and since when it is so.", {
  type: required(string(1, 'Name of the aspect: Complete, Failed, Suspended, SuccessCriteriaMet or FailureTarget.')),
  status: required(string(2, 'Whether it holds: True, False or Unknown.')),
  lastProbeTime: always(time(3, 'When it was last looked at.')),
  lastTransitionTime: always(time(4, 'When the status last changed.')),
  reason: string(5, 'Why, in one word, such as BackoffLimitExceeded.'),
  message: string(6, 'Why, in a sentence.'),
});

export interface JobCondition extends Infer<typeof JobCondition> {}

export const UncountedTerminatedPods = defineType(
  'io.k8s.api.batch.v1.UncountedTerminatedPods',
  'UIDs that keep the counts of a job exact.',
  {
    succeeded: list(1, 'string', 'UIDs of those that succeeded.', { listType: 'set' }),
    failed: list(2, 'string', 'UIDs of those that failed.', { listType: 'set' }),
  },
);

export interface UncountedTerminatedPods extends Infer<typeof UncountedTerminatedPods> {}

export const JobStatus = defineType('io.k8s.api.batch.v1.JobStatus', 'The state that was found last.', {
  conditions: list(1, JobCondition, 'Aspects such as Complete and Failed. A job is over once one of these two is True.', {
    listType: 'atomic',
    patchStrategy: 'merge',
    patchMergeKey: 'type',
  }),
  startTime: time(2, 'When the job was taken up; anew after it was suspended.'),
  completionTime: time(3, 'When the job succeeded. Absent if it failed.'),
  active: int32(4, 'How many pods run or are about to.'),
  succeeded: int32(5, 'How many pods have succeeded.'),
  failed: int32(6, 'How many pods have failed.'),
  terminating: int32(11, 'How many pods are on their way out.'),
  completedIndexes: string(7, 'Indexes that have succeeded, such as 1,3-5.'),
  failedIndexes: string(10, 'Indexes that have failed for good, such as 0,2.'),
  uncountedTerminatedPods: object(
    8,
    UncountedTerminatedPods,
    'Pods that have ended and are not in the counts yet: what keeps the counts exact.',
  ),
  ready: int32(9, 'How many of the active pods are ready.'),
});

export interface JobStatus extends Infer<typeof JobStatus> {}
