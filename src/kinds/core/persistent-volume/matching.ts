import { selectorFromObject } from '../../../model/labels.ts';
import { compareQuantities, equalQuantities } from '../../../model/quantity.ts';
import { matchesNodeSelector, type Selectable } from '../node-selector-match.ts';
import type { PersistentVolumeClaim } from '../persistent-volume-claim/index.ts';
import { storageClassOf } from '../persistent-volume-claim/storage-class.ts';
import { isBoundTo } from './binding.ts';
import type { PersistentVolume } from './index.ts';

export interface Matching {
  /** Only volumes that this node can reach. */
  readonly node?: Selectable | undefined;
  /** Names of volumes that are spoken for. */
  readonly except?: ReadonlySet<string> | undefined;
  /** Takes none but those that are reserved for the claim: the scheduler chooses among the others. */
  readonly onlyReserved?: boolean | undefined;
}

/** The volume for a claim: the one that is reserved for it, or else the smallest free one that will do. */
export function matchingVolume(
  claim: PersistentVolumeClaim,
  volumes: readonly PersistentVolume[],
  { node, except, onlyReserved = false }: Matching = {},
): PersistentVolume | undefined {
  const possible = (volume: PersistentVolume) => !except?.has(volume.metadata.name) && mayBecome(volume, claim);
  const isNear = (volume: PersistentVolume) => !node || isReachable(volume, node);
  const own = volumes.find((volume) => isBoundTo(volume, claim) && possible(volume));
  if (own) return isNear(own) ? own : undefined;
  if (onlyReserved) return undefined;
  let smallest: PersistentVolume | undefined;
  for (const volume of volumes) {
    if (volume.spec.claimRef || !possible(volume) || !isFreeFor(volume, claim) || !isNear(volume)) continue;
    if (isExact(volume, claim)) return volume;
    if (!smallest || compareQuantities(sizeOf(volume), sizeOf(smallest)) < 0) smallest = volume;
  }
  return smallest;
}

/** Whether the volume could be the claim's, so far as it is in nobody else's hands. */
export function mismatch(volume: PersistentVolume, claim: PersistentVolumeClaim): string | undefined {
  if (volume.metadata.deletionTimestamp !== undefined) return `the volume is marked for deletion ${JSON.stringify(volume.metadata.name)}`;
  if (isTooSmall(volume, claim)) return 'requested PV is too small';
  if (!isOfClass(volume, claim)) return 'storageClassName does not match';
  if (!hasAttributes(volume, claim)) return 'volumeAttributesClassName does not match';
  if (!hasMode(volume, claim)) return 'incompatible volumeMode';
  if (!allows(volume, claim.spec.accessModes)) return 'incompatible accessMode';
  return undefined;
}

export const isReachable = ({ spec: { nodeAffinity } }: PersistentVolume, node: Selectable): boolean =>
  !nodeAffinity?.required || matchesNodeSelector(nodeAffinity.required, node);

export const hasMode = ({ spec: volume }: PersistentVolume, { spec: claim }: PersistentVolumeClaim): boolean =>
  (volume.volumeMode ?? 'Filesystem') === (claim.volumeMode ?? 'Filesystem');

/** What holds even for volumes that are reserved for the claim. */
const mayBecome = (volume: PersistentVolume, claim: PersistentVolumeClaim): boolean =>
  volume.metadata.deletionTimestamp === undefined && hasMode(volume, claim) && hasAttributes(volume, claim) && !isTooSmall(volume, claim);

const isFreeFor = (volume: PersistentVolume, claim: PersistentVolumeClaim): boolean =>
  volume.status.phase === 'Available' &&
  isOfClass(volume, claim) &&
  allows(volume, claim.spec.accessModes) &&
  (!claim.spec.selector || selectorFromObject(claim.spec.selector).matches(volume.metadata.labels));

const sizeOf = ({ spec }: PersistentVolume): string => spec.capacity?.['storage'] ?? '0';

const wantedSize = ({ spec }: PersistentVolumeClaim): string => spec.resources?.requests?.['storage'] ?? '0';

const isTooSmall = (volume: PersistentVolume, claim: PersistentVolumeClaim): boolean =>
  compareQuantities(sizeOf(volume), wantedSize(claim)) < 0;

const isExact = (volume: PersistentVolume, claim: PersistentVolumeClaim): boolean => equalQuantities(sizeOf(volume), wantedSize(claim));

const isOfClass = (volume: PersistentVolume, claim: PersistentVolumeClaim): boolean =>
  (storageClassOf(volume) ?? '') === (storageClassOf(claim) ?? '');

const hasAttributes = ({ spec: volume }: PersistentVolume, { spec: claim }: PersistentVolumeClaim): boolean =>
  (volume.volumeAttributesClassName ?? '') === (claim.volumeAttributesClassName ?? '');

const allows = ({ spec }: PersistentVolume, modes: readonly string[] | undefined): boolean =>
  (modes ?? []).every((mode) => spec.accessModes?.some((each) => each === mode));
