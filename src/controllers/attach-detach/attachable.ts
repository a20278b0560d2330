import { createHash } from 'node:crypto';
import type { PersistentVolume } from '../../kinds/core/persistent-volume/index.ts';
import { CSIDriver } from '../../kinds/storage/csi-driver.ts';
import type { Cache } from '../../runtime/cache.ts';

/** A volume that a driver has to attach to a node before pods there can mount it. */
export interface Attachable {
  /** As nodes call it: `kubernetes.io/csi/<driver>^<handle>`. */
  readonly uniqueName: string;
  readonly volume: PersistentVolume;
  readonly driver: string;
  readonly handle: string;
  /** Whether several nodes may have it. */
  readonly isShared: boolean;
}

/** What a driver has to attach, if the volume is a driver's that does attach. */
export function attachable(volume: PersistentVolume, cache: Cache): Attachable | undefined {
  const { csi, accessModes = [] } = volume.spec;
  if (!csi || cache.get(CSIDriver, { name: csi.driver })?.spec.attachRequired === false) return undefined;
  const isShared = accessModes.length === 0 || accessModes.some((mode) => mode === 'ReadWriteMany' || mode === 'ReadOnlyMany');
  const { driver, volumeHandle: handle } = csi;
  return { uniqueName: `kubernetes.io/csi/${driver}^${handle}`, volume, driver, handle, isShared };
}

/** The attachment's name, which whoever drives it may compute as well. */
export const attachmentName = ({ handle, driver }: Attachable, nodeName: string): string =>
  `csi-${createHash('sha256').update(`${handle}${driver}${nodeName}`).digest('hex')}`;
