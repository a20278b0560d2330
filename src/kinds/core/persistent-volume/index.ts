import { ageColumn } from '../../columns.ts';
import { accessModesText } from '../access-modes.ts';
import { storageClassOf } from '../persistent-volume-claim/storage-class.ts';
import { defaultPersistentVolumeSpec } from './defaults.ts';
import { validateMountOptions, validatePersistentVolumeSpec, validatePersistentVolumeUpdate } from './validation.ts';
import { persistentVolumeWarnings } from './warnings.ts';
import { defineKind, type Kind, type KubeObject } from '../../../model/kind.ts';
import { always, object } from '../../../model/schema.ts';
import { PersistentVolumeSpec, PersistentVolumeStatus } from './schema.ts';

export interface PersistentVolume extends KubeObject {
  spec: PersistentVolumeSpec;
  status: PersistentVolumeStatus;
}

export const PersistentVolume: Kind<PersistentVolume> = defineKind({
  group: '',
  version: 'v1',
  kind: 'PersistentVolume',
  plural: 'persistentvolumes',
  shortNames: ['pv'],
  scope: 'Cluster',
  subresources: ['status'],
  schema: 'io.k8s.api.core.v1.PersistentVolume',
  description: 'A piece of storage of the cluster, such as a disk. Pods use it through a claim; it lives on when they end.',
  fields: {
    spec: always(object(2, PersistentVolumeSpec, 'Where the storage is, how large, and who has it.')),
    status: always(object(3, PersistentVolumeStatus, 'Whether the volume is in use.')),
  },

  defaults({ spec, status }) {
    status.phase ||= 'Pending';
    spec.persistentVolumeReclaimPolicy ||= 'Retain';
    spec.volumeMode ??= 'Filesystem';
    defaultPersistentVolumeSpec(spec);
  },
  prepareCreate(volume, { nowTimestamp }) {
    volume.status = { phase: 'Pending', lastPhaseTransitionTime: nowTimestamp };
  },
  prepareStatusUpdate({ status }, { status: previous }, { nowTimestamp }) {
    const before = previous.lastPhaseTransitionTime;
    if (status.phase !== previous.phase && (!status.lastPhaseTransitionTime || status.lastPhaseTransitionTime === before)) {
      status.lastPhaseTransitionTime = nowTimestamp;
    } else if (before) {
      status.lastPhaseTransitionTime ??= before;
    }
  },
  ruleOrder: { update: ['metadata', 'object', 'new', 'metadata', 'object', 'change'] },
  *validate(volume, field) {
    yield* validatePersistentVolumeSpec(volume.spec, volume.metadata.name, field.at('spec'));
    yield* validateMountOptions(volume, field);
  },
  validateUpdate: ({ spec }, previous, field) => validatePersistentVolumeUpdate(spec, previous.spec, field),
  warnings: (volume) => persistentVolumeWarnings(volume),
  columns: [
    { name: 'Capacity', description: 'How much it holds.', value: ({ spec }) => spec.capacity?.['storage'] ?? '0' },
    { name: 'Access Modes', description: 'How it can be mounted.', value: ({ spec }) => accessModesText(spec.accessModes) },
    {
      name: 'Reclaim Policy',
      description: 'What happens to it when its claim is gone.',
      value: ({ spec }) => spec.persistentVolumeReclaimPolicy ?? '',
    },
    {
      name: 'Status',
      description: 'Whether it is free, bound, or being deleted.',
      value: ({ metadata, status }) => (metadata.deletionTimestamp ? 'Terminating' : (status.phase ?? '')),
    },
    {
      name: 'Claim',
      description: 'The claim it is bound to.',
      value: ({ spec: { claimRef } }) => (claimRef ? `${claimRef.namespace ?? ''}/${claimRef.name ?? ''}` : ''),
    },
    {
      name: 'StorageClass',
      description: 'The class of claims it satisfies.',
      value: (volume) => storageClassOf(volume) ?? '',
    },
    {
      name: 'VolumeAttributesClass',
      description: 'The class of its attributes that may change.',
      value: ({ spec }) => spec.volumeAttributesClassName ?? '<unset>',
    },
    { name: 'Reason', description: 'Why it is as it is.', value: ({ status }) => status.reason ?? '' },
    ageColumn,
    {
      name: 'VolumeMode',
      wide: true,
      description: 'Whether it holds a file system or is a bare device.',
      value: ({ spec }) => spec.volumeMode ?? '<unset>',
    },
  ],
});
