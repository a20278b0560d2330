import type { Field, FieldErrors } from '../../model/field.ts';
import { notInRange } from '../../model/names.ts';
import { validateCsiDriverName } from '../core/csi-driver-name.ts';
import { defaultPersistentVolumeSpec } from '../core/persistent-volume/defaults.ts';
import { validateInlineVolume } from '../core/persistent-volume/validation.ts';
import { validateDnsSubdomain } from '../field-checks.ts';
import { goForm } from '../go-form.ts';
import { keepMetadata } from '../kept-metadata.ts';
import { isSame } from '../same.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, always, boolean, int32, map, object, required, string, time, type Infer } from '../../model/schema.ts';
import { PersistentVolumeSpec } from '../core/persistent-volume/schema.ts';

export const VolumeAttachmentSource = defineType('io.k8s.api.storage.v1.VolumeAttachmentSource', 'Which volume it is. One field is set.', {
  persistentVolumeName: string(1, 'PersistentVolume that is to be attached.'),
  inlineVolumeSpec: object(2, PersistentVolumeSpec, 'Details of a volume written into a pod; for migrated drivers only.'),
});

export interface VolumeAttachmentSource extends Infer<typeof VolumeAttachmentSource> {}

export const VolumeAttachmentSpec = defineType('io.k8s.api.storage.v1.VolumeAttachmentSpec', 'The state that is wanted.', {
  attacher: required(string(1, 'Driver that attaches it.')),
  source: required(object(2, VolumeAttachmentSource, 'The volume to attach.')),
  nodeName: required(string(3, 'Node that it is to be attached to.')),
});

export interface VolumeAttachmentSpec extends Infer<typeof VolumeAttachmentSpec> {}

export const VolumeError = defineType('io.k8s.api.storage.v1.VolumeError', 'A failure, and when it was.', {
  time: always(time(1, 'When it went wrong.')),
  message: string(2, 'What went wrong, in a sentence. It must not hold secrets.'),
  errorCode: int32(3, 'Code of the gRPC error, for errors of a driver.'),
});

export interface VolumeError extends Infer<typeof VolumeError> {}

export const VolumeAttachmentStatus = defineType('io.k8s.api.storage.v1.VolumeAttachmentStatus', 'The state that was found last.', {
  attached: required(boolean(1, 'Whether the volume is attached to the node.')),
  attachmentMetadata: map(2, 'string', 'What the driver noted, which is handed to it when the volume is mounted.'),
  attachError: object(3, VolumeError, 'What went wrong in attaching; absent once it has worked.'),
  detachError: object(4, VolumeError, 'What went wrong in detaching.'),
});

export interface VolumeAttachmentStatus extends Infer<typeof VolumeAttachmentStatus> {}

export interface VolumeAttachment extends KubeObject {
  spec: VolumeAttachmentSpec;
  status: VolumeAttachmentStatus;
}

export const VolumeAttachment: Kind<VolumeAttachment> = defineKind({
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'VolumeAttachment',
  plural: 'volumeattachments',
  scope: 'Cluster',
  subresources: ['status'],
  schema: 'io.k8s.api.storage.v1.VolumeAttachment',
  description: 'Asks a driver to attach a volume to a node. Kept by the attach/detach controller.',
  fields: {
    spec: required(object(2, VolumeAttachmentSpec, 'Which volume is to be attached where.')),
    status: always(object(3, VolumeAttachmentStatus, 'Whether it is attached.')),
  },

  needsVersionToUpdate: true,
  resetFields: { status: ['metadata', 'spec'] },
  prepareStatusUpdate: ({ metadata }, previous) => keepMetadata(metadata, previous.metadata),
  defaults({ spec }) {
    const volume = spec.source?.inlineVolumeSpec;
    if (volume) defaultPersistentVolumeSpec(volume);
  },
  ruleOrder: { update: ['metadata', 'object', 'change'] },
  *validate({ spec }, field) {
    const at = field.at('spec');
    if (!spec.attacher) yield at.at('attacher').required();
    else yield* validateCsiDriverName(spec.attacher, at.at('attacher'));
    yield* validateSource(spec.source, at.at('source'));
    yield* validateDnsSubdomain(spec.nodeName, at.at('nodeName'));
    const name = spec.source.persistentVolumeName;
    if (name !== undefined) yield* validateDnsSubdomain(name, at.at('source', 'persistentVolumeName'));
  },
  *validateUpdate({ spec }, previous, field) {
    if (!isSame(VolumeAttachmentSpec, spec, previous.spec)) {
      yield field.at('spec').invalid(goForm(VolumeAttachmentSpec, spec), 'field is immutable');
    }
  },
  validateStatusUpdate: ({ status }, _previous, field) => validateStatus(status, field.at('status')),
  columns: [
    { name: 'Attacher', format: 'name', description: 'The driver that attaches it.', value: ({ spec }) => spec.attacher },
    { name: 'PV', description: 'The volume.', value: ({ spec }) => spec.source.persistentVolumeName ?? '' },
    { name: 'Node', description: 'The node.', value: ({ spec }) => spec.nodeName },
    { name: 'Attached', type: 'boolean', description: 'Whether it is attached.', value: ({ status }) => status.attached },
  ],
});

const mostMetadataBytes = 256 * 1024;
const longestMessage = 1024;

function* validateSource({ persistentVolumeName, inlineVolumeSpec }: VolumeAttachmentSource, field: Field): FieldErrors {
  const one = 'must specify exactly one of inlineVolumeSpec and persistentVolumeName';
  if (inlineVolumeSpec && persistentVolumeName !== undefined) yield field.forbidden(one);
  else if (inlineVolumeSpec) yield* validateInlineVolume(inlineVolumeSpec, field.at('inlineVolumeSpec'));
  else if (persistentVolumeName === undefined) yield field.required(one);
  else if (persistentVolumeName === '') {
    yield field.at('persistentVolumeName').required('must specify non empty persistentVolumeName');
  }
}

function* validateStatus(
  { attachmentMetadata = {}, attachError, detachError }: Readonly<VolumeAttachmentStatus>,
  field: Field,
): FieldErrors {
  const bytes = Object.entries(attachmentMetadata).reduce((sum, entry) => sum + Buffer.byteLength(entry.join('')), 0);
  if (bytes > mostMetadataBytes) yield field.at('attachmentMetadata').tooLong(mostMetadataBytes);
  if (attachError) yield* validateError(attachError, field.at('attachError'));
  if (detachError) yield* validateError(detachError, field.at('detachError'));
}

function* validateError({ message = '', errorCode = 0 }: VolumeError, field: Field): FieldErrors {
  // The limit that is told is not the one that is meant, as upstream.
  if (Buffer.byteLength(message) > longestMessage) yield field.at('message').tooLong(mostMetadataBytes);
  if (errorCode < 0) yield field.at('errorCode').invalid(errorCode, notInRange(0, 2_147_483_647));
}
