import { LabelSelector } from '../../../model/meta.ts';
import { defineType, always, list, object, oneOf, string, type Infer, map, required, time } from '../../../model/schema.ts';
import { TypedLocalObjectReference, TypedObjectReference } from '../reference.ts';
import { VolumeResourceRequirements } from '../resources.ts';

export const PersistentVolumeClaimSpec = defineType('io.k8s.api.core.v1.PersistentVolumeClaimSpec', {
  accessModes: list(1, 'string', { listType: 'atomic' }),
  resources: always(object(2, VolumeResourceRequirements)),
  volumeName: string(3),
  selector: object(4, LabelSelector),
  storageClassName: string(5),
  volumeMode: oneOf(6, ['Block', 'Filesystem']),
  dataSource: object(7, TypedLocalObjectReference),
  dataSourceRef: object(8, TypedObjectReference),
  volumeAttributesClassName: string(9),
});

export interface PersistentVolumeClaimSpec extends Infer<typeof PersistentVolumeClaimSpec> {}

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
