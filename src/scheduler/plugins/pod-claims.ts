import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import { PersistentVolume } from '../../kinds/core/persistent-volume/index.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { podClaimNames } from '../../kinds/core/pod/references.ts';
import type { ClusterEvent } from '../cluster-event.ts';
import type { ObjectReader } from '../snapshot/cluster-view.ts';

/** A claim whose volume a pod mounts, if the claim exists. */
export interface PodClaim {
  readonly name: string;
  /** Whether the claim is made for this pod, rather than by a user. */
  readonly isEphemeral: boolean;
  readonly claim: PersistentVolumeClaim | undefined;
}

export function podClaims({ metadata, spec }: Readonly<Pod>, objects: ObjectReader): readonly PodClaim[] {
  return (spec.volumes ?? []).flatMap((volume): PodClaim[] => {
    const isEphemeral = volume.ephemeral !== undefined;
    const name = isEphemeral ? `${metadata.name}-${volume.name}` : volume.persistentVolumeClaim?.claimName;
    if (!name) return [];
    return [{ name, isEphemeral, claim: objects.get(PersistentVolumeClaim, { namespace: metadata.namespace, name }) }];
  });
}

export const claimNotFound = (name: string): string => `persistentvolumeclaim ${JSON.stringify(name)} not found`;

/** The volumes that the pod's claims are bound to, as far as they exist. */
export const boundVolumes = (pod: Readonly<Pod>, objects: ObjectReader): readonly PersistentVolume[] =>
  podClaims(pod, objects).flatMap(({ claim }) => {
    const volume = claim?.spec.volumeName ? objects.get(PersistentVolume, { name: claim.spec.volumeName }) : undefined;
    return volume ? [volume] : [];
  });

/** Whether the event is about a claim of this pod. */
export const isOwnClaimChange = (event: ClusterEvent, pod: Readonly<Pod>): boolean =>
  event.type === 'object changed' &&
  event.kind === PersistentVolumeClaim &&
  event.object.metadata.namespace === pod.metadata.namespace &&
  podClaimNames(pod).has(event.object.metadata.name);
