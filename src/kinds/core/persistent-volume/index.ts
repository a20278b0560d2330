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
  fields: {
    spec: always(object(2, PersistentVolumeSpec)),
    status: always(object(3, PersistentVolumeStatus)),
  },
});
