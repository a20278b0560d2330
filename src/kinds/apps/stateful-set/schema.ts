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

export const StatefulSetOrdinals = defineType('io.k8s.api.apps.v1.StatefulSetOrdinals', 'Numbers in the names of pods.', {
  start: always(int32(1, 'Number of the first pod: 0 unless given.')),
});

export interface StatefulSetOrdinals extends Infer<typeof StatefulSetOrdinals> {}

export const StatefulSetPersistentVolumeClaimRetentionPolicy = defineType(
  'io.k8s.api.apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy',
  'What becomes of claims that the set has made.',
  {
    whenDeleted: string(1, 'When the set is deleted: Retain (the default) keeps the claims and their data, Delete removes them.'),
    whenScaled: string(2, 'When pods are scaled away: Retain (the default) keeps their claims for when they return, Delete removes them.'),
  },
);

export interface StatefulSetPersistentVolumeClaimRetentionPolicy extends Infer<typeof StatefulSetPersistentVolumeClaimRetentionPolicy> {}

export const RollingUpdateStatefulSetStrategy = defineType(
  'io.k8s.api.apps.v1.RollingUpdateStatefulSetStrategy',
  'How pods are replaced one after another.',
  {
    partition: int32(
      1,
      'Only pods with this number or a higher one are brought up to date: 0, thus all, unless given. For trying a change on some.',
    ),
    maxUnavailable: intOrString(2, 'How many pods may be missing meanwhile, as a number or a percentage: 1 unless given.'),
  },
);

export interface RollingUpdateStatefulSetStrategy extends Infer<typeof RollingUpdateStatefulSetStrategy> {}

export const StatefulSetUpdateStrategy = defineType(
  'io.k8s.api.apps.v1.StatefulSetUpdateStrategy',
  'By which steps new pods take the place of old ones.',
  {
    type: oneOf(
      1,
      ['OnDelete', 'RollingUpdate'],
      'RollingUpdate (the default) replaces them from the highest number down, OnDelete only those that somebody deletes.',
    ),
    rollingUpdate: object(2, RollingUpdateStatefulSetStrategy, 'Details of RollingUpdate.'),
  },
);

export interface StatefulSetUpdateStrategy extends Infer<typeof StatefulSetUpdateStrategy> {}

export const StatefulSetSpec = defineType('io.k8s.api.apps.v1.StatefulSetSpec', 'The state that is wanted.', {
  replicas: int32(1, 'How many pods there should be: 1 unless given.'),
  selector: required(
    object(2, LabelSelector, 'Labels of the pods that belong to the set. They must be in the template and cannot be changed.'),
  ),
  template: required(object(3, PodTemplateSpec, 'What the pods look like. They are named after the set with a number, such as web-0.')),
  volumeClaimTemplates: list(
    4,
    PersistentVolumeClaim.schema,
    'Claims that each pod gets one of for itself. A pod that is replaced gets the same ones again.',
    { listType: 'atomic' },
  ),
  serviceName: always(
    string(5, 'Headless Service in the same namespace that gives the pods DNS names, such as web-0.db. You must make it yourself.'),
  ),
  podManagementPolicy: oneOf(
    6,
    ['OrderedReady', 'Parallel'],
    'OrderedReady (the default) starts and ends pods one by one, in order; Parallel all at once.',
  ),
  updateStrategy: always(object(7, StatefulSetUpdateStrategy, 'How pods are brought up to date when the template changes.')),
  revisionHistoryLimit: int32(8, 'How many old revisions are kept to roll back to: 10 unless given.'),
  minReadySeconds: int32(9, 'Seconds that a pod must be ready before it counts as available: 0 unless given.'),
  persistentVolumeClaimRetentionPolicy: object(
    10,
    StatefulSetPersistentVolumeClaimRetentionPolicy,
    "What becomes of the pods' claims when the set is deleted or scaled down. Both keep them unless given.",
  ),
  ordinals: object(11, StatefulSetOrdinals, 'How pods are numbered: from 0 unless given.'),
});

export interface StatefulSetSpec extends Infer<typeof StatefulSetSpec> {}

export const StatefulSetCondition = defineType(
  'io.k8s.api.apps.v1.StatefulSetCondition',
  "One aspect of a set's state, and since when it is so.",
  {
    type: required(string(1, 'Name of the aspect.')),
    status: required(string(2, 'Whether it holds: True, False or Unknown.')),
    lastTransitionTime: always(time(3, 'When the status last changed.')),
    reason: string(4, 'Why, in one word.'),
    message: string(5, 'Why, in a sentence.'),
  },
);

export interface StatefulSetCondition extends Infer<typeof StatefulSetCondition> {}

export const StatefulSetStatus = defineType('io.k8s.api.apps.v1.StatefulSetStatus', 'The state that was found last.', {
  observedGeneration: int64(1, 'Generation of the spec that the status is about.'),
  replicas: required(int32(2, 'How many pods there are.')),
  readyReplicas: int32(3, 'How many of them are ready.'),
  currentReplicas: int32(4, 'How many of them are of currentRevision.'),
  updatedReplicas: int32(5, 'How many of them are of updateRevision.'),
  currentRevision: string(6, 'Revision of the pods that have not been brought up to date.'),
  updateRevision: string(7, 'Revision that pods are brought up to.'),
  collisionCount: int32(9, 'How often a name for a revision was taken already; the controller makes new names by it.'),
  conditions: list(10, StatefulSetCondition, "Aspects of the set's state.", {
    listType: 'map',
    listMapKeys: ['type'],
    patchStrategy: 'merge',
    patchMergeKey: 'type',
  }),
  availableReplicas: always(int32(11, 'How many of them have been ready for minReadySeconds.')),
});

export interface StatefulSetStatus extends Infer<typeof StatefulSetStatus> {}
