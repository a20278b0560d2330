import { LabelSelector } from '../../../model/meta.ts';
import { defineType, always, int32, int64, list, object, required, string, time, type Infer } from '../../../model/schema.ts';
import { PodTemplateSpec } from '../../core/pod/template.ts';

export const ReplicaSetSpec = defineType('io.k8s.api.apps.v1.ReplicaSetSpec', {
  replicas: int32(1),
  selector: required(object(2, LabelSelector)),
  template: always(object(3, PodTemplateSpec)),
  minReadySeconds: int32(4),
});

export interface ReplicaSetSpec extends Infer<typeof ReplicaSetSpec> {}

export const ReplicaSetCondition = defineType('io.k8s.api.apps.v1.ReplicaSetCondition', {
  type: required(string(1)),
  status: required(string(2)),
  lastTransitionTime: always(time(3)),
  reason: string(4),
  message: string(5),
});

export interface ReplicaSetCondition extends Infer<typeof ReplicaSetCondition> {}

export const ReplicaSetStatus = defineType('io.k8s.api.apps.v1.ReplicaSetStatus', {
  replicas: required(int32(1)),
  fullyLabeledReplicas: int32(2),
  observedGeneration: int64(3),
  readyReplicas: int32(4),
  availableReplicas: int32(5),
  conditions: list(6, ReplicaSetCondition, { listType: 'map', listMapKeys: ['type'], patchStrategy: 'merge', patchMergeKey: 'type' }),
  terminatingReplicas: int32(7),
});

export interface ReplicaSetStatus extends Infer<typeof ReplicaSetStatus> {}
