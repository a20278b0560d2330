import { boundByControllerAnnotation } from '../../kinds/core/persistent-volume/binding.ts';
import type { PersistentVolume } from '../../kinds/core/persistent-volume/index.ts';
import { hasMode } from '../../kinds/core/persistent-volume/matching.ts';
import type { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import { migratedDrivers } from '../../kinds/storage/migrated-drivers.ts';
import { migratedToAnnotation, provisionedByAnnotation } from './in-tree-plugins.ts';

export type VolumePlan =
  | { readonly do: 'enter phase'; readonly phase: 'Available' | 'Bound' }
  /** The claim is to bind it, or cannot, as the claim itself will find out. */
  | { readonly do: 'leave to claim'; readonly modesDiffer: boolean }
  /** The claim has another volume. */
  | { readonly do: 'unbind' }
  /** The claim is gone. */
  | { readonly do: 'reclaim' };

/** `claim` is the very claim that the volume is bound to, if it still exists. */
export function planVolume(volume: PersistentVolume, claim: PersistentVolumeClaim | undefined): VolumePlan {
  const { metadata, spec } = volume;
  if (!spec.claimRef?.uid) return { do: 'enter phase', phase: 'Available' };
  if (!claim) return { do: 'reclaim' };
  if (!claim.spec.volumeName) return { do: 'leave to claim', modesDiffer: !hasMode(volume, claim) };
  if (claim.spec.volumeName === metadata.name) return { do: 'enter phase', phase: 'Bound' };
  const wasMadeForClaim = metadata.annotations?.[provisionedByAnnotation] !== undefined;
  return wasMadeForClaim && spec.persistentVolumeReclaimPolicy === 'Delete' ? { do: 'reclaim' } : { do: 'unbind' };
}

/** The volume as nobody's: free, or still reserved for claims of the name that its author wrote into it. */
export function unboundVolume(volume: PersistentVolume): PersistentVolume {
  const { [boundByControllerAnnotation]: wasBoundHere, ...annotations } = volume.metadata.annotations ?? {};
  const { claimRef, ...spec } = volume.spec;
  if (wasBoundHere !== undefined) {
    const { annotations: _, ...metadata } = volume.metadata;
    return { ...volume, metadata: Object.keys(annotations).length > 0 ? { ...metadata, annotations } : metadata, spec };
  }
  const { uid: _, ...reservation } = claimRef ?? {};
  return { ...volume, spec: { ...spec, claimRef: reservation } };
}

const inTreeFinalizer = 'kubernetes.io/pv-controller';
const externalFinalizer = 'external-provisioner.volume.kubernetes.io/finalizer';

/** The volume with the marks of who is to look after it: a driver that took over from an old plugin, or the plugin. The same object if it has them. */
export function markedVolume(volume: PersistentVolume): PersistentVolume {
  const { metadata, spec } = volume;
  const provisioner = metadata.annotations?.[provisionedByAnnotation];
  if (provisioner === undefined) return volume;
  const driver = migratedDrivers.get(provisioner);
  const { [migratedToAnnotation]: migratedTo, ...others } = metadata.annotations ?? {};
  const isAnnotated = driver === undefined ? !migratedTo : migratedTo === driver;
  const annotations = driver === undefined ? others : { ...others, [migratedToAnnotation]: driver };
  const finalizers = markedFinalizers(metadata.finalizers ?? [], {
    provisioner,
    isDeleted: spec.persistentVolumeReclaimPolicy === 'Delete',
  });
  if (isAnnotated && finalizers.join() === (metadata.finalizers ?? []).join()) return volume;
  return {
    ...volume,
    metadata: { ...metadata, annotations: isAnnotated ? (metadata.annotations ?? {}) : annotations, finalizers: [...finalizers] },
  };
}

function markedFinalizers(
  finalizers: readonly string[],
  { provisioner, isDeleted }: { provisioner: string; isDeleted: boolean },
): readonly string[] {
  if (migratedDrivers.has(provisioner)) return finalizers.filter((each) => each !== inTreeFinalizer);
  if (!provisioner.startsWith('kubernetes.io/')) return finalizers;
  const others = finalizers.filter((each) => each !== externalFinalizer);
  if (!isDeleted) return others.filter((each) => each !== inTreeFinalizer);
  return others.includes(inTreeFinalizer) ? others : [...others, inTreeFinalizer];
}

export const withoutInTreeFinalizer = (finalizers: readonly string[] = []): string[] =>
  finalizers.filter((each) => each !== inTreeFinalizer);
