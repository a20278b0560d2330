import { isSame } from '../../kinds/same.ts';
import type { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import { PersistentVolumeClaimStatus } from '../../kinds/core/persistent-volume-claim/schema.ts';
import type { PersistentVolume } from '../../kinds/core/persistent-volume/index.ts';
import { compareQuantities, isQuantity } from '../../model/quantity.ts';

/** On a volume that grows: how large its file system still is. */
const preResizeCapacityAnnotation = 'volume.alpha.kubernetes.io/pre-resize-capacity';

/** The status of a claim that has no volume. */
export function statusWithout({ status }: PersistentVolumeClaim, phase: 'Pending' | 'Lost'): PersistentVolumeClaimStatus {
  const { accessModes: _modes, capacity: _capacity, currentVolumeAttributesClassName: _class, ...rest } = status;
  return { ...rest, phase };
}

/** The status of a claim that has this volume. Throws when the volume does not say how large it is. */
export function statusWith({ status }: PersistentVolumeClaim, { metadata, spec }: PersistentVolume): PersistentVolumeClaimStatus {
  const { accessModes: _modes, ...rest } = status;
  const { accessModes } = spec;
  const next: PersistentVolumeClaimStatus = { ...rest, phase: 'Bound', ...(accessModes && { accessModes }) };
  // From here on it is whoever lets the volume grow who says how large it is.
  if (status.phase === 'Bound') return next;
  const size = spec.capacity?.['storage'];
  if (size === undefined) throw new Error(`PersistentVolume ${JSON.stringify(metadata.name)} is without a storage capacity`);
  const before = metadata.annotations?.[preResizeCapacityAnnotation];
  const had = status.capacity?.['storage'];
  if (before !== undefined) next.capacity = { ...status.capacity, storage: isQuantity(before) ? before : size };
  else if (had === undefined || compareQuantities(had, size) !== 0) next.capacity = { ...spec.capacity };
  if (status.phase === 'Pending') {
    if (spec.volumeAttributesClassName === undefined) delete next.currentVolumeAttributesClassName;
    else next.currentVolumeAttributesClassName = spec.volumeAttributesClassName;
  }
  return next;
}

export const isSameStatus = (a: PersistentVolumeClaimStatus, b: PersistentVolumeClaimStatus): boolean =>
  isSame(PersistentVolumeClaimStatus, a, b);
