import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import { PersistentVolume } from '../../kinds/core/persistent-volume/index.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { CSINode } from '../../kinds/storage/csi-node.ts';
import { crowded, type Plugin } from '../plugin.ts';
import type { ObjectReader } from '../snapshot/cluster-view.ts';
import { boundVolumes, isOwnClaimChange } from './pod-claims.ts';

const rejection = crowded('node(s) exceed max volume count');

/** A node takes only so many volumes of each driver. */
export const nodeVolumeLimits: Plugin = {
  name: 'NodeVolumeLimits',
  reads: [PersistentVolumeClaim, PersistentVolume, CSINode],

  filter({ pod }, { objects }) {
    const wanted = driverVolumes(pod, objects);
    if (wanted.size === 0) return undefined;
    return {
      reject({ name, pods }) {
        const limits = limitsOf(name, objects);
        if (limits.size === 0) return undefined;
        const attached = new Map([...pods.values()].flatMap((other) => [...driverVolumes(other.pod, objects)]));
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
    return event.type === 'object changed' && event.kind === CSINode;
  },
};

/** The driver of each volume, by a name that is the same for all who use the volume. */
const driverVolumes = (pod: Readonly<Pod>, objects: ObjectReader): ReadonlyMap<string, string> =>
  new Map(
    pod.spec.volumes
      ? boundVolumes(pod, objects).flatMap(({ spec }) =>
          spec.csi ? [[`${spec.csi.driver}/${spec.csi.volumeHandle}`, spec.csi.driver] as const] : [],
        )
      : [],
  );

const limitsOf = (node: string, objects: ObjectReader): ReadonlyMap<string, number> =>
  new Map(
    (objects.get(CSINode, { name: node })?.spec.drivers ?? []).flatMap(({ name, allocatable }) =>
      allocatable?.count === undefined ? [] : [[name, allocatable.count] as const],
    ),
  );
