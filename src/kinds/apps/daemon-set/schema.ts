import { LabelSelector } from '../../../model/meta.ts';
import {
  defineType,
  always,
  int32,
  int64,
  intOrString,
  list,
  object,
  oneOf,
  required,
  string,
  time,
  type Infer,
} from '../../../model/schema.ts';
import { PodTemplateSpec } from '../../core/pod/template.ts';

export const RollingUpdateDaemonSet = defineType('io.k8s.api.apps.v1.RollingUpdateDaemonSet', {
  maxUnavailable: intOrString(1),
  maxSurge: intOrString(2),
});

export interface RollingUpdateDaemonSet extends Infer<typeof RollingUpdateDaemonSet> {}

export const DaemonSetUpdateStrategy = defineType('io.k8s.api.apps.v1.DaemonSetUpdateStrategy', {
  type: oneOf(1, ['OnDelete', 'RollingUpdate']),
  rollingUpdate: object(2, RollingUpdateDaemonSet),
});

export interface DaemonSetUpdateStrategy extends Infer<typeof DaemonSetUpdateStrategy> {}

export const DaemonSetSpec = defineType('io.k8s.api.apps.v1.DaemonSetSpec', {
  selector: required(object(1, LabelSelector)),
  template: required(object(2, PodTemplateSpec)),
  updateStrategy: always(object(3, DaemonSetUpdateStrategy)),
  minReadySeconds: int32(4),
  revisionHistoryLimit: int32(6),
});

export interface DaemonSetSpec extends Infer<typeof DaemonSetSpec> {}

export const DaemonSetCondition = defineType('io.k8s.api.apps.v1.DaemonSetCondition', {
  type: required(string(1)),
  status: required(string(2)),
  lastTransitionTime: always(time(3)),
  reason: string(4),
  message: string(5),
});

export interface DaemonSetCondition extends Infer<typeof DaemonSetCondition> {}

export const DaemonSetStatus = defineType('io.k8s.api.apps.v1.DaemonSetStatus', {
  currentNumberScheduled: required(int32(1)),
  numberMisscheduled: required(int32(2)),
  desiredNumberScheduled: required(int32(3)),
  numberReady: required(int32(4)),
  observedGeneration: int64(5),
  updatedNumberScheduled: int32(6),
  numberAvailable: int32(7),
  numberUnavailable: int32(8),
  collisionCount: int32(9),
  conditions: list(10, DaemonSetCondition, { listType: 'map', listMapKeys: ['type'], patchStrategy: 'merge', patchMergeKey: 'type' }),
});

export interface DaemonSetStatus extends Infer<typeof DaemonSetStatus> {}
