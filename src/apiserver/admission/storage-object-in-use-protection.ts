import { resourceNameOf } from '../../model/kind.ts';
import type { AdmissionPlugin } from './plugin.ts';

/** What the controllers take away again once nobody uses the object. */
const finalizers: Readonly<Record<string, string>> = {
  persistentvolumeclaims: 'kubernetes.io/pvc-protection',
  persistentvolumes: 'kubernetes.io/pv-protection',
  'volumeattributesclasses.storage.k8s.io': 'kubernetes.io/vac-protection',
};

/** Claims in use by a pod, volumes bound to a claim and classes that a volume has stay until they are not. */
export const storageObjectInUseProtection: AdmissionPlugin = {
  name: 'StorageObjectInUseProtection',
  mutate({ operation, subresource, resource, object }) {
    const finalizer = finalizers[resourceNameOf(resource.kind)];
    if (operation !== 'CREATE' || subresource || !object || !finalizer) return;
    const { metadata } = object;
    if (!metadata.finalizers?.includes(finalizer)) metadata.finalizers = [...(metadata.finalizers ?? []), finalizer];
  },
};
