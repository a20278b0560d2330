import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import { PersistentVolume } from '../../kinds/core/persistent-volume/index.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { isControlledBy } from '../../model/owner-references.ts';
import type { Cache } from '../../runtime/cache.ts';

export type PodVolume = NonNullable<Pod['spec']['volumes']>[number];

/** The volume that the claim of one of a pod's volumes is bound to, from both sides. */
export function boundVolume(pod: Pod, { name, persistentVolumeClaim, ephemeral }: PodVolume, cache: Cache): PersistentVolume | undefined {
  const { name: podName, namespace } = pod.metadata;
  const claimName = ephemeral ? `${podName}-${name}` : persistentVolumeClaim?.claimName;
  const claim = claimName ? cache.get(PersistentVolumeClaim, { name: claimName, namespace }) : undefined;
  if (!claim?.spec.volumeName || claim.status.phase !== 'Bound' || (ephemeral && !isControlledBy(claim, pod))) return undefined;
  const volume = cache.get(PersistentVolume, { name: claim.spec.volumeName });
  return volume?.spec.claimRef?.uid === claim.metadata.uid ? volume : undefined;
}
