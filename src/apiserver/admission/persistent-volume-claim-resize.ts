import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import { StorageClass } from '../../kinds/storage/storage-class.ts';
import { compareQuantities } from '../../model/quantity.ts';
import type { Reader } from '../reader.ts';
import { isAbout } from './about.ts';
import type { AdmissionPlugin } from './plugin.ts';
import { refuse } from './refuse.ts';

const classAnnotation = 'volume.beta.kubernetes.io/storage-class';

/** Claims grow only once they are bound, and only where their class can make volumes grow. */
export const persistentVolumeClaimResize: AdmissionPlugin = {
  name: 'PersistentVolumeClaimResize',
  async validate(request, reader) {
    if (request.operation !== 'UPDATE' || request.subresource || !isAbout(request, PersistentVolumeClaim)) return;
    const { object, oldObject } = request;
    if (!object || !oldObject || compareQuantities(sizeOf(object), sizeOf(oldObject)) <= 0) return;
    if (oldObject.status.phase !== 'Bound') throw refuse(request, 'Only bound persistent volume claims can be expanded');
    if (await canGrow(object, oldObject, reader)) return;
    throw refuse(
      request,
      'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
    );
  },
};

type Claim = Readonly<PersistentVolumeClaim>;

const sizeOf = ({ spec }: Claim): string => spec.resources?.requests?.['storage'] ?? '0';

const classOf = ({ metadata, spec }: Claim): string => metadata.annotations?.[classAnnotation] ?? spec.storageClassName ?? '';

async function canGrow(next: Claim, previous: Claim, reader: Reader): Promise<boolean> {
  const name = classOf(next);
  if (!name || name !== classOf(previous)) return false;
  return (await reader.get(StorageClass, { name }))?.allowVolumeExpansion ?? false;
}
