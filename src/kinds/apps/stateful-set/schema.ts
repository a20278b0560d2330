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
import { PersistentVolumeClaim } from '../../core/persistent-volume-claim/index.ts';
import { PodTemplateSpec } from '../../core/pod/template.ts';

export const StatefulSetOrdinals = defineType('io.k8s.api.apps.v1.StatefulSetOrdinals', {
  start: always(int32(1)),
});

export interface StatefulSetOrdinals extends Infer<typeof StatefulSetOrdinals> {}

export const StatefulSetPersistentVolumeClaimRetentionPolicy = defineType(
  'io.k8s.api.apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy',
  {
    whenDeleted: string(1),
    whenScaled: string(2),
  },
);

export interface StatefulSetPersistentVolumeClaimRetentionPolicy extends Infer<typeof StatefulSetPersistentVolumeClaimRetentionPolicy> {}

export const RollingUpdateStatefulSetStrategy = defineType('io.k8s.api.apps.v1.RollingUpdateStatefulSetStrategy', {
  partition: int32(1),
  maxUnavailable: intOrString(2),
});

export interface RollingUpdateStatefulSetStrategy extends Infer<typeof RollingUpdateStatefulSetStrategy> {}

export const StatefulSetUpdateStrategy = defineType('io.k8s.api.apps.v1.StatefulSetUpdateStrategy', {
  type: oneOf(1, ['OnDelete', 'RollingUpdate']),
  rollingUpdate: object(2, RollingUpdateStatefulSetStrategy),
});

export interface StatefulSetUpdateStrategy extends Infer<typeof StatefulSetUpdateStrategy> {}

export const StatefulSetSpec = defineType('io.k8s.api.apps.v1.StatefulSetSpec', {
  replicas: int32(1),
  selector: required(object(2, LabelSelector)),
  template: required(object(3, PodTemplateSpec)),
  volumeClaimTemplates: list(4, PersistentVolumeClaim.schema, { listType: 'atomic' }),
  serviceName: always(string(5)),
  podManagementPolicy: oneOf(6, ['OrderedReady', 'Parallel']),
  updateStrategy: always(object(7, StatefulSetUpdateStrategy)),
  revisionHistoryLimit: int32(8),
  minReadySeconds: int32(9),
  persistentVolumeClaimRetentionPolicy: object(10, StatefulSetPersistentVolumeClaimRetentionPolicy),
  ordinals: object(11, StatefulSetOrdinals),
});

export interface StatefulSetSpec extends Infer<typeof StatefulSetSpec> {}

export const StatefulSetCondition = defineType('io.k8s.api.apps.v1.StatefulSetCondition', {
  type: required(string(1)),
  status: required(string(2)),
  lastTransitionTime: always(time(3)),
  reason: string(4),
  message: string(5),
});

export interface StatefulSetCondition extends Infer<typeof StatefulSetCondition> {}

export const StatefulSetStatus = defineType('io.k8s.api.apps.v1.StatefulSetStatus', {
  observedGeneration: int64(1),
  replicas: required(int32(2)),
  readyReplicas: int32(3),
  currentReplicas: int32(4),
  updatedReplicas: int32(5),
  currentRevision: string(6),
  updateRevision: string(7),
  collisionCount: int32(9),
  conditions: list(10, StatefulSetCondition, { listType: 'map', listMapKeys: ['type'], patchStrategy: 'merge', patchMergeKey: 'type' }),
  availableReplicas: always(int32(11)),
});

export interface StatefulSetStatus extends Infer<typeof StatefulSetStatus> {}
