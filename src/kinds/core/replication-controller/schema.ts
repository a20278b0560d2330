import { defineType, always, int32, int64, list, map, object, required, string, time, type Infer } from '../../../model/schema.ts';
import { PodTemplateSpec } from '../pod/template.ts';

export const ReplicationControllerSpec = defineType('io.k8s.api.core.v1.ReplicationControllerSpec', 'The state that is wanted.', {
  replicas: int32(1, 'How many pods there should be: 1 unless given.', { default: 1 }),
  minReadySeconds: int32(4, 'Seconds that a pod must be ready before it counts as available: 0 unless given.', { default: 0 }),
  selector: map(2, 'string', "Labels of the pods that are counted. The template's labels unless given.", { mapType: 'atomic' }),
  template: object(3, PodTemplateSpec, 'What new pods look like. Its restartPolicy must be Always.'),
});

export interface ReplicationControllerSpec extends Infer<typeof ReplicationControllerSpec> {}

export const ReplicationControllerCondition = defineType(
  'io.k8s.api.core.v1.ReplicationControllerCondition',
  "One aspect of a controller's state, and since when it is so.",
  {
    type: required(string(1, 'Name of the aspect, such as ReplicaFailure.')),
    status: required(string(2, 'Whether it holds: True, False or Unknown.')),
    lastTransitionTime: always(time(3, 'When the status last changed.')),
    reason: string(4, 'Why, in one word.'),
    message: string(5, 'Why, in a sentence.'),
  },
);

export interface ReplicationControllerCondition extends Infer<typeof ReplicationControllerCondition> {}

export const ReplicationControllerStatus = defineType('io.k8s.api.core.v1.ReplicationControllerStatus', 'The state that was found last.', {
  replicas: required(int32(1, 'How many pods there are, ready or not.')),
  fullyLabeledReplicas: int32(2, 'How many of them have all labels of the template.'),
  readyReplicas: int32(4, 'How many of them are ready.'),
  availableReplicas: int32(5, 'How many of them have been ready for minReadySeconds.'),
  observedGeneration: int64(3, 'Generation of the spec that the status is about.'),
  conditions: list(6, ReplicationControllerCondition, 'Aspects such as a failure to create pods.', {
    listType: 'map',
    listMapKeys: ['type'],
    patchStrategy: 'merge',
    patchMergeKey: 'type',
  }),
});

export interface ReplicationControllerStatus extends Infer<typeof ReplicationControllerStatus> {}
