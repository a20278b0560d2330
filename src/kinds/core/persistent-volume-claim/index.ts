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
  fields: {
    spec: always(object(2, PersistentVolumeClaimSpec)),
    status: always(object(3, PersistentVolumeClaimStatus)),
  },
});
