import { roundResources } from '../resource-list.ts';
import type { PersistentVolumeClaimSpec } from './schema.ts';

/** Also for the claims that pods and stateful sets describe. */
export function defaultPersistentVolumeClaimSpec(spec: PersistentVolumeClaimSpec): void {
  spec.volumeMode ??= 'Filesystem';
  roundResources(spec.resources?.limits);
  roundResources(spec.resources?.requests);
}
