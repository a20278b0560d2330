import { LabelSelector } from '../../../model/meta.ts';
import { defineType, always, list, object, oneOf, string, type Infer, map, required, time } from '../../../model/schema.ts';
import { accessModes } from '../access-modes.ts';
import { TypedLocalObjectReference, TypedObjectReference } from '../reference.ts';
import { VolumeResourceRequirements } from '../resources.ts';

export const PersistentVolumeClaimSpec = defineType('io.k8s.api.core.v1.PersistentVolumeClaimSpec', 'The state that is wanted.', {
  accessModes: list(
    1,
    'string',
    'How the volume is to be mounted: ReadWriteOnce (one node), ReadOnlyMany, ReadWriteMany (many nodes) or ReadWriteOncePod (one pod).',
    { listType: 'atomic', itemEnum: accessModes },
  ),
  selector: object(4, LabelSelector, 'Labels of the volumes that will do. Volumes made for the claim cannot be chosen so.'),
  resources: always(
    object(
      2,
      VolumeResourceRequirements,
      'How much space is wanted, under requests.storage. May be raised later if the class permits, never lowered.',
    ),
  ),
  volumeName: string(3, 'Volume that the claim has, or is to have.'),
  storageClassName: string(5, 'Class to get the volume from: the default class unless given. Empty takes only volumes without a class.'),
  volumeMode: oneOf(6, ['Block', 'Filesystem'], 'Filesystem (the default) is mounted as a directory, Block shows a raw device.'),
  dataSource: object(
    7,
    TypedLocalObjectReference,
    'What the volume is filled with: a VolumeSnapshot, or another claim to copy. Same as dataSourceRef for these.',
  ),
  dataSourceRef: object(
    8,
    TypedObjectReference,
    'What the volume is filled with: a snapshot, a claim, or an object that a populator understands.',
  ),
  volumeAttributesClassName: string(9, 'VolumeAttributesClass whose settings, such as speed, the volume is to have. May be changed later.'),
});

export interface PersistentVolumeClaimSpec extends Infer<typeof PersistentVolumeClaimSpec> {}

export const PersistentVolumeClaimCondition = defineType(
  'io.k8s.api.core.v1.PersistentVolumeClaimCondition',
  "One aspect of a claim's state, and since when it is so.",
  {
    type: required(string(1, 'Name of the aspect, such as FileSystemResizePending.')),
    status: required(string(2, 'Whether it holds: True, False or Unknown.')),
    lastProbeTime: always(time(3, 'When it was last looked at.')),
    lastTransitionTime: always(time(4, 'When the status last changed.')),
    reason: string(5, 'Why, in one word.'),
    message: string(6, 'Why, in a sentence.'),
  },
);

export interface PersistentVolumeClaimCondition extends Infer<typeof PersistentVolumeClaimCondition> {}

export const ModifyVolumeStatus = defineType('io.k8s.api.core.v1.ModifyVolumeStatus', 'How a change of the attributes class is going.', {
  targetVolumeAttributesClassName: string(1, 'Class that the volume is changing to.'),
  status: required(
    oneOf(
      2,
      ['InProgress', 'Infeasible', 'Pending'],
      'Pending if the class does not exist yet, InProgress, or Infeasible if the driver refuses.',
    ),
  ),
});

export interface ModifyVolumeStatus extends Infer<typeof ModifyVolumeStatus> {}

export const PersistentVolumeClaimStatus = defineType('io.k8s.api.core.v1.PersistentVolumeClaimStatus', 'The state that was found last.', {
  phase: oneOf(1, ['Bound', 'Lost', 'Pending'], 'Pending until it has a volume, then Bound; Lost if the volume has gone.'),
  accessModes: list(2, 'string', 'Ways that the volume can be mounted.', { listType: 'atomic', itemEnum: accessModes }),
  capacity: map(3, 'quantity', 'Size of the volume that the claim has.'),
  conditions: list(4, PersistentVolumeClaimCondition, 'Aspects such as a resize that is under way.', {
    listType: 'map',
    listMapKeys: ['type'],
    patchStrategy: 'merge',
    patchMergeKey: 'type',
  }),
  allocatedResources: map(5, 'quantity', 'Size that has been set aside; during a resize it is the one being grown to.'),
  allocatedResourceStatuses: map(7, 'string', 'How a resize is going, by resource. No entry if there is none.', {
    mapType: 'granular',
    itemEnum: [
      'ControllerResizeInProgress',
      'ControllerResizeInfeasible',
      'NodeResizeInProgress',
      'NodeResizeInfeasible',
      'NodeResizePending',
    ],
  }),
  currentVolumeAttributesClassName: string(8, 'Class whose settings the volume has now.'),
  modifyVolumeStatus: object(9, ModifyVolumeStatus, 'A change of class that is not done yet; absent if there is none.'),
});

export interface PersistentVolumeClaimStatus extends Infer<typeof PersistentVolumeClaimStatus> {}
