import { accessModes } from '../../kinds/core/access-modes.ts';
import { matchingVolume } from '../../kinds/core/persistent-volume/matching.ts';
import { PersistentVolume } from '../../kinds/core/persistent-volume/index.ts';
import type { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import { storageClassOf } from '../../kinds/core/persistent-volume-claim/storage-class.ts';
import type { Ref } from '../../client/client.ts';
import type { Cache } from '../../runtime/cache.ts';
import { index } from '../../runtime/controller.ts';

const free = 'free by class and modes';
const reserved = 'claim';

const modesKey = (modes: readonly string[] = []): string => [...new Set(modes)].toSorted().join();
const freeKey = (storageClass: string | undefined, modes: string): string => `${modes} ${storageClass ?? ''}`;
const claimKey = ({ name, namespace }: Partial<Ref>): string => `${namespace}/${name}`;

export const volumesByClass = index(PersistentVolume, free, (volume) =>
  volume.spec.claimRef ? [] : [freeKey(storageClassOf(volume), modesKey(volume.spec.accessModes))],
);
export const volumesByClaim = index(PersistentVolume, reserved, ({ spec: { claimRef } }) => (claimRef ? [claimKey(claimRef)] : []));

/** Volumes that are bound to a claim of this name or reserved for one. */
export const volumesOfClaim = (claim: Ref, cache: Cache): readonly PersistentVolume[] =>
  cache.byIndex(PersistentVolume, reserved, claimKey(claim));

/** Finds volumes for claims one after the other, without giving any away twice while copies lag behind. */
export class Candidates {
  /** Volumes that were given away, as they were written. */
  readonly #given = new Map<string, PersistentVolume>();

  gave(volume: PersistentVolume): void {
    this.#given.set(volume.metadata.name, volume);
  }

  /**
   * The best volume for a claim. Volumes that allow no more ways of access than need be come first, however large, and
   * compete only among each other.
   */
  match(claim: PersistentVolumeClaim, { cache, onlyReserved }: { cache: Cache; onlyReserved: boolean }): PersistentVolume | undefined {
    const except = this.#unseen(cache);
    const own = volumesOfClaim(claim.metadata, cache);
    for (const modes of modesAllowing(claim.spec.accessModes)) {
      const group = [
        ...own.filter(({ spec }) => modesKey(spec.accessModes) === modes),
        ...(onlyReserved ? [] : cache.byIndex(PersistentVolume, free, freeKey(storageClassOf(claim), modes))),
      ];
      const volume = matchingVolume(claim, group, { except, onlyReserved });
      if (volume) return volume;
    }
    return undefined;
  }

  /** Those whose copy still looks as if they were free. */
  #unseen(cache: Cache): ReadonlySet<string> {
    for (const [name, { metadata }] of this.#given) {
      const copy = cache.get(PersistentVolume, { name });
      const isSeen = copy?.metadata.uid !== metadata.uid || Number(copy.metadata.resourceVersion) >= Number(metadata.resourceVersion);
      if (isSeen) this.#given.delete(name);
    }
    return new Set(this.#given.keys());
  }
}

/** All sets of access modes, the smallest first. */
const modeSets: readonly (readonly string[])[] = accessModes
  .reduce<readonly (readonly string[])[]>((sets, mode) => [...sets, ...sets.map((set) => [...set, mode])], [[]])
  .toSorted((a, b) => a.length - b.length);

const modesAllowing = (wanted: readonly string[] = []): readonly string[] =>
  modeSets.filter((set) => wanted.every((mode) => set.includes(mode))).map(modesKey);
