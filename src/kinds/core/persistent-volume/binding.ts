import type { PersistentVolumeClaim } from '../persistent-volume-claim/index.ts';
import type { PersistentVolume } from './index.ts';

/** On a claim whose binding was complete once. Later a missing volume is a lost one. */
export const bindCompletedAnnotation = 'pv.kubernetes.io/bind-completed';
/** On claims and volumes that the cluster bound, rather than their author. */
export const boundByControllerAnnotation = 'pv.kubernetes.io/bound-by-controller';
/** On a claim that waits for its first pod: where the scheduler wants the volume. */
export const selectedNodeAnnotation = 'volume.kubernetes.io/selected-node';

/** Whether the volume is bound to the claim or reserved for it, by name or by name and uid. */
export function isBoundTo({ spec: { claimRef } }: PersistentVolume, { metadata }: PersistentVolumeClaim): boolean {
  if (claimRef?.name !== metadata.name || claimRef.namespace !== metadata.namespace) return false;
  return !claimRef.uid || claimRef.uid === metadata.uid;
}

/** The volume as it is once it is bound to the claim; the same object if it is. */
export function boundVolume(volume: PersistentVolume, claim: PersistentVolumeClaim): PersistentVolume {
  const isReserved = isBoundTo(volume, claim);
  if (isReserved && volume.spec.claimRef?.uid === claim.metadata.uid) return volume;
  const { name, namespace, uid, resourceVersion } = claim.metadata;
  const claimRef = { kind: claim.kind, apiVersion: claim.apiVersion, namespace: namespace ?? '', name, uid, resourceVersion };
  const { metadata, spec } = volume;
  const annotations = { [boundByControllerAnnotation]: 'yes', ...metadata.annotations };
  return { ...volume, metadata: isReserved ? metadata : { ...metadata, annotations }, spec: { ...spec, claimRef } };
}

/** A claim is bound once both sides say so, and not already when somebody has put a volume's name into it. */
export const isClaimBound = ({ metadata, spec }: PersistentVolumeClaim): boolean =>
  Boolean(spec.volumeName) && metadata.annotations?.[bindCompletedAnnotation] !== undefined;
