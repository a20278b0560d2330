import { Field } from '../../../model/field.ts';
import { ageColumn } from '../../columns.ts';
import { accessModesText } from '../access-modes.ts';
import { settleDataSource } from './data-source.ts';
import { defaultPersistentVolumeClaim } from './defaults.ts';
import { validateClaimStatus } from './status-validation.ts';
import { storageClassAnnotation, storageClassOf } from './storage-class.ts';
import { validateClaimUpdate } from './update.ts';
import { validateClaimSpec } from './validation.ts';
import { claimSpecWarnings } from './warnings.ts';
import { defineKind, type Kind, type KubeObject } from '../../../model/kind.ts';
import { always, object } from '../../../model/schema.ts';
import { PersistentVolumeClaimSpec, PersistentVolumeClaimStatus } from './schema.ts';

export interface PersistentVolumeClaim extends KubeObject {
  spec: PersistentVolumeClaimSpec;
  status: PersistentVolumeClaimStatus;
}

export const PersistentVolumeClaim: Kind<PersistentVolumeClaim> = defineKind({
  group: '',
  version: 'v1',
  kind: 'PersistentVolumeClaim',
  plural: 'persistentvolumeclaims',
  shortNames: ['pvc'],
  scope: 'Namespaced',
  subresources: ['status'],
  schema: 'io.k8s.api.core.v1.PersistentVolumeClaim',
  description:
    'Asks for storage, and stands for it once a volume is bound. Pods name the claim as a volume; it must be in their namespace.',
  fields: {
    spec: always(object(2, PersistentVolumeClaimSpec, 'What storage is wanted.')),
    status: always(object(3, PersistentVolumeClaimStatus, 'What storage the claim has got.')),
  },

  defaults: defaultPersistentVolumeClaim,
  prepareCreate(claim) {
    claim.status = { phase: 'Pending' };
    settleDataSource(claim.spec);
  },
  prepareUpdate: ({ spec }, previous) => settleDataSource(spec, previous.spec),
  ruleOrder: { update: ['metadataChange', 'metadata', 'object', 'change'] },
  validate: ({ spec }, field) => validateClaimSpec(spec, field.at('spec')),
  validateUpdate: validateClaimUpdate,
  validateStatusUpdate: ({ status }, _previous, field) => validateClaimStatus(status, field.at('status')),
  *warnings({ metadata, spec }) {
    if (metadata.annotations?.[storageClassAnnotation] !== undefined) {
      yield `metadata.annotations[${storageClassAnnotation}]: deprecated since v1.8; use "storageClassName" attribute instead`;
    }
    yield* claimSpecWarnings(spec, new Field('spec'));
  },
  columns: [
    {
      name: 'Status',
      description: 'Whether it has a volume, waits for one, or is being deleted.',
      value: ({ metadata, status }) => (metadata.deletionTimestamp ? 'Terminating' : (status.phase ?? '')),
    },
    { name: 'Volume', description: 'The volume it is bound to.', value: ({ spec }) => spec.volumeName ?? '' },
    {
      name: 'Capacity',
      description: 'How much that volume holds.',
      value: ({ spec, status }) => (spec.volumeName ? (status.capacity?.['storage'] ?? '0') : ''),
    },
    {
      name: 'Access Modes',
      description: 'How that volume can be mounted.',
      value: ({ spec, status }) => (spec.volumeName ? accessModesText(status.accessModes) : ''),
    },
    { name: 'StorageClass', description: 'The class it asks for.', value: (claim) => storageClassOf(claim) ?? '' },
    {
      name: 'VolumeAttributesClass',
      description: 'The class of attributes it asks for.',
      value: ({ spec }) => spec.volumeAttributesClassName ?? '<unset>',
    },
    ageColumn,
    {
      name: 'VolumeMode',
      wide: true,
      description: 'Whether it wants a file system or a bare device.',
      value: ({ spec }) => spec.volumeMode ?? '<unset>',
    },
  ],
});
