import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import type { Volume } from '../../kinds/core/pod/volume.ts';
import { crowded, unfit, type ForkedFilter, type Plugin } from '../plugin.ts';
import { claimNotFound, isOwnClaimChange, podClaims } from './pod-claims.ts';

const diskConflict = crowded('node(s) had no available disk');
const inUse = crowded('node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod');

/** Some disks cannot be used twice on a node, and some claims by one pod only (KEP-2485). */
export const volumeRestrictions: Plugin = {
  name: 'VolumeRestrictions',
  reads: [PersistentVolumeClaim],

  filter({ pod, namespace }, cluster) {
    const volumes = pod.spec.volumes;
    if (!volumes) return undefined;
    const disks = volumes.filter(isExclusive);
    const claims = podClaims(pod, cluster.objects).filter(({ isEphemeral }) => !isEphemeral);
    const missing = claims.find(({ claim }) => !claim);
    if (missing) return unfit(claimNotFound(missing.name));
    const exclusive = claims.filter(({ claim }) => claim?.spec.accessModes?.includes('ReadWriteOncePod'));
    const users = exclusive.filter(({ name }) => cluster.podsUsingClaim({ namespace, name }) > 0);
    if (disks.length === 0 && users.length === 0) return undefined;
    const uses = users.map(({ name }) => name);
    return filterBy(disks, uses, users.length);
  },

  mayHelp({ pod }, event) {
    if (event.type === 'pod gone') return true;
    return event.type === 'node added' || isOwnClaimChange(event, pod);
  },
};

function filterBy(disks: readonly Volume[], claims: readonly string[], users: number): ForkedFilter {
  let remaining = users;
  const usesOf = (volumes: readonly Volume[] = []) =>
    volumes.filter(({ persistentVolumeClaim }) => persistentVolumeClaim && claims.includes(persistentVolumeClaim.claimName)).length;
  return {
    reject({ pods }) {
      const conflicts = [...pods.values()].some(({ pod }) =>
        disks.some((disk) => pod.spec.volumes?.some((other) => conflict(disk, other))),
      );
      if (conflicts) return diskConflict;
      return remaining > 0 ? inUse : undefined;
    },
    fork: () => filterBy(disks, claims, remaining),
    add: ({ pod }) => void (remaining += usesOf(pod.spec.volumes)),
    remove: ({ pod }) => void (remaining -= usesOf(pod.spec.volumes)),
  };
}

const isExclusive = ({ gcePersistentDisk, awsElasticBlockStore, rbd, iscsi }: Volume): boolean =>
  Boolean(gcePersistentDisk ?? awsElasticBlockStore ?? rbd ?? iscsi);

/** Whether two volumes are one disk that cannot be used by both. Where all only read, most can. */
function conflict(a: Volume, b: Volume): boolean {
  if (a.gcePersistentDisk && a.gcePersistentDisk.pdName === b.gcePersistentDisk?.pdName) {
    return !(a.gcePersistentDisk.readOnly && b.gcePersistentDisk.readOnly);
  }
  if (a.awsElasticBlockStore) return a.awsElasticBlockStore.volumeID === b.awsElasticBlockStore?.volumeID;
  if (a.iscsi) return a.iscsi.iqn === b.iscsi?.iqn && !(a.iscsi.readOnly && b.iscsi.readOnly);
  if (a.rbd && b.rbd) {
    const isSame =
      a.rbd.pool === b.rbd.pool && a.rbd.image === b.rbd.image && a.rbd.monitors.some((monitor) => b.rbd?.monitors.includes(monitor));
    return isSame && !(a.rbd.readOnly && b.rbd.readOnly);
  }
  return false;
}
