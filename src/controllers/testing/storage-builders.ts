import type { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import type { PersistentVolume } from '../../kinds/core/persistent-volume/index.ts';
import type { StorageClass } from '../../kinds/storage/storage-class.ts';
import type { StoredMeta } from '../../model/kind.ts';
import { claimTemplate, meta } from './builders.ts';

interface VolumeOptions {
  readonly metadata?: Partial<StoredMeta>;
  readonly size?: string;
  readonly spec?: Partial<PersistentVolume['spec']>;
  readonly phase?: NonNullable<PersistentVolume['status']['phase']>;
}

/** A free directory of 1Gi for one node at a time, without a class. */
export function volume(name: string, { metadata, size = '1Gi', spec, phase = 'Available' }: VolumeOptions = {}): PersistentVolume {
  const { namespace: _, ...own } = meta(name, metadata);
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: own,
    spec: {
      accessModes: ['ReadWriteOnce'],
      capacity: { storage: size },
      hostPath: { path: `/tmp/${name}` },
      persistentVolumeReclaimPolicy: 'Retain',
      ...spec,
    },
    status: { phase },
  };
}

/** A claim of 1Gi for one node at a time, without a class. */
export const claim = (
  name: string,
  more: {
    metadata?: Partial<StoredMeta>;
    spec?: Partial<PersistentVolumeClaim['spec']>;
    status?: Partial<PersistentVolumeClaim['status']>;
  } = {},
): PersistentVolumeClaim => ({
  ...claimTemplate(name),
  metadata: meta(name, more.metadata),
  spec: { ...claimTemplate(name).spec, storageClassName: '', ...more.spec },
  status: { phase: 'Pending', ...more.status },
});

/** What a volume says of the claim it is bound to. */
export const claimRef = ({
  metadata: { name, namespace = '', uid },
}: PersistentVolumeClaim): { name: string; namespace: string; uid: string } => ({
  name,
  namespace,
  uid,
});

export const storageClass = (name: string, more: Partial<StorageClass> = {}): StorageClass => {
  const { namespace: _, ...metadata } = meta(name);
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata,
    provisioner: 'csi.example.com',
    volumeBindingMode: 'Immediate',
    ...more,
  };
};
