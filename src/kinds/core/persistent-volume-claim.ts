import { defineKind, type ObjectOf } from '../../model/kind.ts';
import { defineType, always, list, map, object, oneOf, required, string, time, type Infer } from '../../model/schema.ts';
import { PersistentVolumeClaimSpec } from './persistent-volume-claim-spec.ts';

export const PersistentVolumeClaimCondition = defineType('io.k8s.api.core.v1.PersistentVolumeClaimCondition', {
  type: required(string(1)),
  status: required(string(2)),
  lastProbeTime: always(time(3)),
  lastTransitionTime: always(time(4)),
  reason: string(5),
  message: string(6),
});

export interface PersistentVolumeClaimCondition extends Infer<typeof PersistentVolumeClaimCondition> {}

export const ModifyVolumeStatus = defineType('io.k8s.api.core.v1.ModifyVolumeStatus', {
  targetVolumeAttributesClassName: string(1),
  status: required(oneOf(2, ['InProgress', 'Infeasible', 'Pending'])),
});

export interface ModifyVolumeStatus extends Infer<typeof ModifyVolumeStatus> {}

export const PersistentVolumeClaimStatus = defineType('io.k8s.api.core.v1.PersistentVolumeClaimStatus', {
  phase: oneOf(1, ['Bound', 'Lost', 'Pending']),
  accessModes: list(2, 'string', { listType: 'atomic' }),
  capacity: map(3, 'quantity'),
  conditions: list(4, PersistentVolumeClaimCondition, {
    listType: 'map',
    listMapKeys: ['type'],
    patchStrategy: 'merge',
    patchMergeKey: 'type',
  }),
  allocatedResources: map(5, 'quantity'),
  allocatedResourceStatuses: map(7, 'string', { mapType: 'granular' }),
  currentVolumeAttributesClassName: string(8),
  modifyVolumeStatus: object(9, ModifyVolumeStatus),
});

export interface PersistentVolumeClaimStatus extends Infer<typeof PersistentVolumeClaimStatus> {}

export const PersistentVolumeClaim = defineKind({
  group: '',
  version: 'v1',
  kind: 'PersistentVolumeClaim',
  plural: 'persistentvolumeclaims',
  shortNames: ['pvc'],
  scope: 'Namespaced',
  subresources: ['status'],
  schema: 'io.k8s.api.core.v1.PersistentVolumeClaim',
  fields: {
    spec: always(object(2, PersistentVolumeClaimSpec)),
    status: always(object(3, PersistentVolumeClaimStatus)),
  },
});

export interface PersistentVolumeClaim extends ObjectOf<typeof PersistentVolumeClaim> {}
