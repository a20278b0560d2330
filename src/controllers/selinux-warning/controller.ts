import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import { PersistentVolume } from '../../kinds/core/persistent-volume/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { isPodTerminal } from '../../kinds/core/pod/readiness.ts';
import { CSIDriver } from '../../kinds/storage/csi-driver.ts';
import type { Ref } from '../../client/client.ts';
import type { Cache } from '../../runtime/cache.ts';
import { defineController, index, on, type Context, type Controller } from '../../runtime/controller.ts';
import { podsByClaim, podsOfClaim } from '../pods/pods-by-claim.ts';
import { labelledVolume } from './labelled-volume.ts';
import { isMounted, useOf, type VolumeUse } from './volume-use.ts';
import { VolumeUses } from './volume-uses.ts';

const byDriver = 'CSI driver';

/** Tells of pods that could not have a volume on one node, because they want it labelled differently (KEP-1710). */
export function selinuxWarningController(): Controller {
  const uses = new VolumeUses();

  return defineController({
    name: 'selinux_warning',
    for: Pod,
    wakes: [
      on(PersistentVolumeClaim, (claim, { previous, cache }) =>
        claim.spec.volumeName !== previous?.spec.volumeName || claim.status.phase !== previous?.status.phase ? podRefs(claim, cache) : [],
      ),
      on(PersistentVolume, (volume, { previous, cache }) =>
        volume.spec.claimRef?.uid === previous?.spec.claimRef?.uid ? [] : claimantsOf(volume, cache),
      ),
      on(CSIDriver, (driver, { previous, isDeleted, cache }) =>
        driver.spec.seLinuxMount === previous?.spec.seLinuxMount && !isDeleted
          ? []
          : cache.byIndex(PersistentVolume, byDriver, driver.metadata.name).flatMap((volume) => claimantsOf(volume, cache)),
      ),
    ],
    indexes: [podsByClaim, index(PersistentVolume, byDriver, ({ spec }) => (spec.csi ? [spec.csi.driver] : []))],
    // What matters of its spec never changes.
    isWokenBy: (next, previous) => isPodTerminal(next) && !isPodTerminal(previous),

    async reconcile(pod, context) {
      const conflicts = uses.set(pod.metadata, isPodTerminal(pod) ? new Map() : usesOf(pod, context));
      for (const { pod: ref, reason, message } of conflicts) {
        const told = context.cache.get(Pod, ref);
        if (told) context.events.event(told, { reason, message });
      }
    },

    async reconcileDeleted(ref) {
      uses.set(ref, new Map());
    },
  });
}

const podRefs = (claim: { readonly metadata: Ref }, cache: Cache): readonly Ref[] =>
  podsOfClaim(claim, cache).map(({ metadata }) => metadata);

const claimantsOf = ({ spec: { claimRef } }: PersistentVolume, cache: Cache): readonly Ref[] =>
  claimRef?.uid ? podRefs({ metadata: { name: claimRef.name ?? '', namespace: claimRef.namespace } }, cache) : [];

function usesOf(pod: Pod, { cache, events }: Context): ReadonlyMap<string, VolumeUse> {
  const uses = new Map<string, VolumeUse>();
  for (const volume of pod.spec.volumes ?? []) {
    const uniqueName = isMounted(pod, volume.name) ? labelledVolume(pod, volume, cache) : undefined;
    if (uniqueName === undefined) continue;
    const use = useOf(pod, volume.name);
    if (use !== 'unclear') uses.set(uniqueName, use);
    else {
      const message = `Volume ${JSON.stringify(volume.name)} is mounted twice with different SELinux labels inside this pod`;
      events.event(pod, { type: 'Warning', reason: 'MultipleSELinuxLabels', message });
    }
  }
  return uses;
}
