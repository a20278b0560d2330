import { roundResources } from '../resource-list.ts';
import type { PersistentVolumeClaim } from './index.ts';
import type { PersistentVolumeClaimSpec } from './schema.ts';

export function defaultPersistentVolumeClaim({ spec, status }: PersistentVolumeClaim): void {
  status.phase ||= 'Pending';
  defaultPersistentVolumeClaimSpec(spec);
  roundResources(status.capacity);
  roundResources(status.allocatedResources);
}

/** Also for the claims that pods and stateful sets describe. */
export function defaultPersistentVolumeClaimSpec(spec: PersistentVolumeClaimSpec): void {
  spec.volumeMode ??= 'Filesystem';
  roundResources(spec.resources?.limits);
  roundResources(spec.resources?.requests);
}
