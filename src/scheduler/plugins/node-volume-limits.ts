import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import { PersistentVolume } from '../../kinds/core/persistent-volume/index.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { CSINode } from '../../kinds/storage/csi-node.ts';
import { StorageClass } from '../../kinds/storage/storage-class.ts';
import { VolumeAttachment } from '../../kinds/storage/volume-attachment.ts';
import { crowded, type Plugin } from '../plugin.ts';
import type { ObjectReader } from '../snapshot/cluster-view.ts';
import { isOwnClaimChange, podClaims } from './pod-claims.ts';
import { classOf } from './volume-supply.ts';

const rejection = crowded('node(s) exceed max volume count');

/** A node takes only so many volumes of each driver. */
export const nodeVolumeLimits: Plugin = {
  name: 'NodeVolumeLimits',
  reads: [PersistentVolumeClaim, PersistentVolume, StorageClass, CSINode, VolumeAttachment],

  filter({ pod }, { objects }) {
    const wanted = driverVolumes(pod, objects);
    if (wanted.size === 0) return undefined;
    const attachments = new Attachments(objects);
    return {
      reject({ name, pods }) {
        const limits = limitsOf(name, objects);
        if (limits.size === 0) return undefined;
        const attached = new Map([
          ...attachments.on(name),
          ...[...pods.values()].flatMap(({ pod: other }) => [...driverVolumes(other, objects)]),
        ]);
        for (const [driver, limit] of limits) {
          const more = [...wanted].filter(([volume, its]) => its === driver && !attached.has(volume)).length;
          const there = [...attached.values()].filter((its) => its === driver).length;
          if (more > 0 && there + more > limit) return rejection;
        }
        return undefined;
      },
    };
  },

  mayHelp({ pod }, event) {
    if (event.type === 'pod gone')
      return (event.pod.spec.volumes ?? []).some(({ persistentVolumeClaim, ephemeral }) => persistentVolumeClaim ?? ephemeral);
    if (event.type === 'node added' || isOwnClaimChange(event, pod)) return true;
    if (event.type === 'object gone') return event.kind === VolumeAttachment;
    return event.type === 'object changed' && event.kind === CSINode;
  },
};

/** The driver of each volume, by a name that is the same for all who use the volume. */
const driverVolumes = (pod: Readonly<Pod>, objects: ObjectReader): ReadonlyMap<string, string> =>
  new Map(pod.spec.volumes ? podClaims(pod, objects).flatMap(({ claim }) => (claim ? driverVolume(claim, objects) : [])) : []);

/** A volume that is yet to be made goes by its claim, and is of the driver that makes it. */
function driverVolume(claim: PersistentVolumeClaim, objects: ObjectReader): readonly (readonly [string, string])[] {
  const { name, namespace } = claim.metadata;
  const volume = claim.spec.volumeName ? objects.get(PersistentVolume, { name: claim.spec.volumeName }) : undefined;
  if (volume) return driverVolumeOf(volume);
  const driver = objects.get(StorageClass, { name: classOf(claim) })?.provisioner;
  return driver === undefined ? [] : [[`claim ${namespace}/${name}`, driver]];
}

const driverVolumeOf = ({ spec: { csi } }: PersistentVolume): readonly (readonly [string, string])[] =>
  csi ? [[`${csi.driver}/${csi.volumeHandle}`, csi.driver]] : [];

/** Volumes that nodes have, whether or not their pods still use them. Looked up when first asked for. */
class Attachments {
  readonly #objects: ObjectReader;
  #byNode: Readonly<Partial<Record<string, readonly VolumeAttachment[]>>> | undefined;

  constructor(objects: ObjectReader) {
    this.#objects = objects;
  }

  on(nodeName: string): readonly (readonly [string, string])[] {
    this.#byNode ??= Object.groupBy(this.#objects.list(VolumeAttachment), ({ spec }) => spec.nodeName);
    return (this.#byNode[nodeName] ?? []).flatMap(({ spec }) => {
      const volume = this.#objects.get(PersistentVolume, { name: spec.source.persistentVolumeName ?? '' });
      return volume ? driverVolumeOf(volume) : [];
    });
  }
}

const limitsOf = (node: string, objects: ObjectReader): ReadonlyMap<string, number> =>
  new Map(
    (objects.get(CSINode, { name: node })?.spec.drivers ?? []).flatMap(({ name, allocatable }) =>
      allocatable?.count === undefined ? [] : [[name, allocatable.count] as const],
    ),
  );
