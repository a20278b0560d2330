import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import { StorageClass } from '../../kinds/storage/storage-class.ts';
import { isAbout } from './about.ts';
import { newestDefault } from './newest-default.ts';
import type { AdmissionPlugin } from './plugin.ts';

const classAnnotation = 'volume.beta.kubernetes.io/storage-class';
const defaultAnnotations = ['storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class'];

/** Claims that name no class are of the default one, if there is one. */
export const defaultStorageClass: AdmissionPlugin = {
  name: 'DefaultStorageClass',
  async mutate(request, reader) {
    if (request.operation !== 'CREATE' || request.subresource || !isAbout(request, PersistentVolumeClaim) || !request.object) return;
    const { metadata, spec } = request.object;
    if (spec.storageClassName !== undefined || metadata.annotations?.[classAnnotation] !== undefined) return;
    const chosen = newestDefault(await reader.list(StorageClass), defaultAnnotations);
    if (chosen) spec.storageClassName = chosen.metadata.name;
  },
};
