import type { Pod } from '../../kinds/core/pod/index.ts';
import { CSIDriver } from '../../kinds/storage/csi-driver.ts';
import type { Cache } from '../../runtime/cache.ts';
import { boundVolume, type PodVolume } from '../pods/bound-volume.ts';

/** The name, as nodes give it, of a volume that can be mounted with a label; undefined for others, and for what is not there yet. */
export function labelledVolume(pod: Pod, volume: PodVolume, cache: Cache): string | undefined {
  const persistent = boundVolume(pod, volume, cache)?.spec;
  if (persistent?.csi) {
    const { driver, volumeHandle } = persistent.csi;
    return cache.get(CSIDriver, { name: driver })?.spec.seLinuxMount === true ? `kubernetes.io/csi/${driver}^${volumeHandle}` : undefined;
  }
  const iscsi = volume.iscsi ?? persistent?.iscsi;
  if (iscsi) return `kubernetes.io/iscsi/${iscsi.targetPortal}:${iscsi.iqn}:${iscsi.lun}`;
  const { targetWWNs = [], lun, wwids = [] } = volume.fc ?? persistent?.fc ?? {};
  if (targetWWNs.length > 0 && lun !== undefined) return `kubernetes.io/fc/[${targetWWNs.join(' ')}]:${lun}`;
  return wwids.length > 0 ? `kubernetes.io/fc/[${wwids.join(' ')}]` : undefined;
}
