import { LabelSelector } from '../../../model/meta.ts';
import { defineType, always, int32, int64, list, object, required, string, time, type Infer } from '../../../model/schema.ts';
import { PodTemplateSpec } from '../../core/pod/template.ts';

export const ReplicaSetSpec = defineType('io.k8s.api.apps.v1.ReplicaSetSpec', 'The state that is wanted.', {
  replicas: int32(1, 'How many pods there should be: 1 unless given.'),
  minReadySeconds: int32(4, 'Seconds that a pod must be ready before it counts as available: 0 unless given.'),
  selector: required(
    object(2, LabelSelector, 'Labels of the pods that belong to the set. They must be in the template and cannot be changed.'),
  ),
  template: always(object(3, PodTemplateSpec, 'What new pods look like. Changing it leaves existing pods alone.')),
});

export interface ReplicaSetSpec extends Infer<typeof ReplicaSetSpec> {}

export const ReplicaSetCondition = defineType(
  'io.k8s.api.apps.v1.ReplicaSetCondition',
  "One aspect of a set's state, and since when it is so.",
  {
    type: required(string(1, 'Name of the aspect, such as ReplicaFailure.')),
    status: required(string(2, 'Whether it holds: True, False or Unknown.')),
    lastTransitionTime: always(time(3, 'When the status last changed.')),
    reason: string(4, 'Why, in one word.'),
    message: string(5, 'Why, in a sentence.'),
  },
);

export interface ReplicaSetCondition extends Infer<typeof ReplicaSetCondition> {}

export const ReplicaSetStatus = defineType('io.k8s.api.apps.v1.ReplicaSetStatus', 'The state that was found last.', {
  replicas: required(int32(1, 'How many pods there are, ready or not.')),
  fullyLabeledReplicas: int32(2, 'How many of them have all labels of the template.'),
  readyReplicas: int32(4, 'How many of them are ready.'),
  availableReplicas: int32(5, 'How many of them have been ready for minReadySeconds.'),
  terminatingReplicas: int32(7, 'How many pods are on their way out and not counted as replicas any more.'),
  observedGeneration: int64(3, 'Generation of the spec that the status is about.'),
  conditions: list(6, ReplicaSetCondition, 'Aspects such as a failure to create pods.', {
    listType: 'map',
    listMapKeys: ['type'],
    patchStrategy: 'merge',
    patchMergeKey: 'type',
  }),
});

export interface ReplicaSetStatus extends Infer<typeof ReplicaSetStatus> {}
