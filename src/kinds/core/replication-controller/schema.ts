import { defineType, always, int32, int64, list, map, object, required, string, time, type Infer } from '../../../model/schema.ts';
import { PodTemplateSpec } from '../pod/template.ts';

export const ReplicationControllerSpec = defineType('io.k8s.api.core.v1.ReplicationControllerSpec', {
  replicas: int32(1, { default: 1 }),
  selector: map(2, 'string', { mapType: 'atomic' }),
  template: object(3, PodTemplateSpec),
  minReadySeconds: int32(4),
});

export interface ReplicationControllerSpec extends Infer<typeof ReplicationControllerSpec> {}

export const ReplicationControllerCondition = defineType('io.k8s.api.core.v1.ReplicationControllerCondition', {
  type: required(string(1)),
  status: required(string(2)),
  lastTransitionTime: always(time(3)),
  reason: string(4),
  message: string(5),
});

export interface ReplicationControllerCondition extends Infer<typeof ReplicationControllerCondition> {}

export const ReplicationControllerStatus = defineType('io.k8s.api.core.v1.ReplicationControllerStatus', {
  replicas: required(int32(1)),
  fullyLabeledReplicas: int32(2),
  observedGeneration: int64(3),
  readyReplicas: int32(4),
  availableReplicas: int32(5),
  conditions: list(6, ReplicationControllerCondition, {
    listType: 'map',
    listMapKeys: ['type'],
    patchStrategy: 'merge',
    patchMergeKey: 'type',
  }),
});

export interface ReplicationControllerStatus extends Infer<typeof ReplicationControllerStatus> {}
