import { defineKind, type ObjectOf } from '../../model/kind.ts';
import { defineType, always, int32, list, object, required, string, time, type Infer } from '../../model/schema.ts';
import { JobSpec } from './cron-job.ts';

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

export const Job = defineKind({
  group: 'batch',
  version: 'v1',
  kind: 'Job',
  plural: 'jobs',
  categories: ['all'],
  scope: 'Namespaced',
  subresources: ['status'],
  schema: 'io.k8s.api.batch.v1.Job',
  fields: {
    spec: always(object(2, JobSpec)),
    status: always(object(3, JobStatus)),
  },
});

export interface Job extends ObjectOf<typeof Job> {}
