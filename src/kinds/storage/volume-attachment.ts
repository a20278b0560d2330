import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, always, boolean, int32, map, object, required, string, time, type Infer } from '../../model/schema.ts';
import { PersistentVolumeSpec } from '../core/persistent-volume/schema.ts';

export const VolumeAttachmentSource = defineType('io.k8s.api.storage.v1.VolumeAttachmentSource', {
  persistentVolumeName: string(1),
  inlineVolumeSpec: object(2, PersistentVolumeSpec),
});

export interface VolumeAttachmentSource extends Infer<typeof VolumeAttachmentSource> {}

export const VolumeAttachmentSpec = defineType('io.k8s.api.storage.v1.VolumeAttachmentSpec', {
  attacher: required(string(1)),
  source: required(object(2, VolumeAttachmentSource)),
  nodeName: required(string(3)),
});

export interface VolumeAttachmentSpec extends Infer<typeof VolumeAttachmentSpec> {}

export const VolumeError = defineType('io.k8s.api.storage.v1.VolumeError', {
  time: always(time(1)),
  message: string(2),
  errorCode: int32(3),
});

export interface VolumeError extends Infer<typeof VolumeError> {}

export const VolumeAttachmentStatus = defineType('io.k8s.api.storage.v1.VolumeAttachmentStatus', {
  attached: required(boolean(1)),
  attachmentMetadata: map(2, 'string'),
  attachError: object(3, VolumeError),
  detachError: object(4, VolumeError),
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
  fields: {
    spec: required(object(2, VolumeAttachmentSpec)),
    status: always(object(3, VolumeAttachmentStatus)),
  },
});
