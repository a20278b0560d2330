import { LabelSelector } from '../../model/meta.ts';
import { defineType, always, list, object, oneOf, string, type Infer } from '../../model/schema.ts';
import { TypedLocalObjectReference, TypedObjectReference } from './reference.ts';
import { VolumeResourceRequirements } from './resources.ts';

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
