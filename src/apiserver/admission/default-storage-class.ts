import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import { storageClassOf } from '../../kinds/core/persistent-volume-claim/storage-class.ts';
import { isDefaultClass, StorageClass } from '../../kinds/storage/storage-class.ts';
import { newestDefault } from '../../kinds/newest-default.ts';
import { isAbout } from './about.ts';
import type { AdmissionPlugin } from './plugin.ts';

/** Claims that name no class are of the default one, if there is one. */
export const defaultStorageClass: AdmissionPlugin = {
  name: 'DefaultStorageClass',
  async mutate(request, reader) {
    if (request.operation !== 'CREATE' || request.subresource || !isAbout(request, PersistentVolumeClaim) || !request.object) return;
    if (storageClassOf(request.object) !== undefined) return;
    const chosen = newestDefault(await reader.list(StorageClass), isDefaultClass);
    if (chosen) request.object.spec.storageClassName = chosen.metadata.name;
  },
};
