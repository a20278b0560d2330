import { roundResources } from '../resource-list.ts';
import type { PersistentVolumeSpec } from './schema.ts';

/** Also for the volumes that attachments describe. */
export function defaultPersistentVolumeSpec(spec: PersistentVolumeSpec): void {
  roundResources(spec.capacity);
  if (spec.hostPath) spec.hostPath.type ??= '';
}
