import { selectedNodeAnnotation } from '../../kinds/core/persistent-volume/binding.ts';
import { PersistentVolume } from '../../kinds/core/persistent-volume/index.ts';
import { matchingVolume } from '../../kinds/core/persistent-volume/matching.ts';
import type { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import { storageClassOf } from '../../kinds/core/persistent-volume-claim/storage-class.ts';
import { CSIDriver } from '../../kinds/storage/csi-driver.ts';
import { CSIStorageCapacity } from '../../kinds/storage/csi-storage-capacity.ts';
import { StorageClass } from '../../kinds/storage/storage-class.ts';
import { allowsTopology } from '../../kinds/storage/topology-match.ts';
import { selectorFromObject } from '../../model/labels.ts';
import { compareQuantities } from '../../model/quantity.ts';
import type { ObjectReader } from '../snapshot/cluster-view.ts';
import type { NodeInfo } from '../snapshot/node-info.ts';

/** What claims that wait for their first pod would get if it ran on a node. */
export interface Supplies {
  readonly bind: readonly { readonly claim: PersistentVolumeClaim; readonly volume: PersistentVolume }[];
  /** Volumes that somebody has to make there. */
  readonly provision: readonly PersistentVolumeClaim[];
}

export type Shortage = 'no volume' | 'no space';

const noProvisioner = 'kubernetes.io/no-provisioner';

/** Where claims could get their volumes. Looks up only once what is the same for all nodes. */
export class VolumeSupply {
  readonly #objects: ObjectReader;
  readonly #volumes = new Map<string, readonly PersistentVolume[]>();
  readonly #capacities = new Map<string, readonly CSIStorageCapacity[] | 'unlimited'>();

  constructor(objects: ObjectReader) {
    this.#objects = objects;
  }

  /** Existing volumes first, the smallest claim first, each volume once; what is left has to be made. */
  find(claims: readonly PersistentVolumeClaim[], node: NodeInfo): Supplies | Shortage {
    const selected = (claim: PersistentVolumeClaim) => claim.metadata.annotations?.[selectedNodeAnnotation];
    if (claims.some((claim) => selected(claim) !== undefined && selected(claim) !== node.name)) return 'no volume';
    const taken = new Set<string>();
    const bind: { claim: PersistentVolumeClaim; volume: PersistentVolume }[] = [];
    const provision = claims.filter((claim) => selected(claim) !== undefined);
    const open = claims.filter((claim) => selected(claim) === undefined);
    for (const claim of open.toSorted((a, b) => compareQuantities(sizeOf(a), sizeOf(b)))) {
      const volume = matchingVolume(claim, this.#volumesOf(classOf(claim)), { node, except: taken });
      if (!volume) {
        provision.push(claim);
        continue;
      }
      taken.add(volume.metadata.name);
      bind.push({ claim, volume });
    }
    for (const claim of provision) {
      const shortage = this.#shortage(claim, node);
      if (shortage) return shortage;
    }
    return { bind, provision };
  }

  #volumesOf(className: string): readonly PersistentVolume[] {
    const known = this.#volumes.get(className);
    if (known) return known;
    const volumes = this.#objects.list(PersistentVolume).filter((volume) => (storageClassOf(volume) ?? '') === className);
    this.#volumes.set(className, volumes);
    return volumes;
  }

  /** Why a volume cannot be made on the node. */
  #shortage(claim: PersistentVolumeClaim, node: NodeInfo): Shortage | undefined {
    const storageClass = this.#objects.get(StorageClass, { name: classOf(claim) });
    if (!storageClass || storageClass.provisioner === noProvisioner) return 'no volume';
    if (!allowsTopology(storageClass.allowedTopologies, node.labels)) return 'no volume';
    const size = claim.spec.resources?.requests?.['storage'];
    const capacities = this.#capacitiesOf(storageClass);
    if (size === undefined || capacities === 'unlimited') return undefined;
    const hasRoom = capacities.some(
      (capacity) => isEnough(capacity, size) && capacity.nodeTopology && selectorFromObject(capacity.nodeTopology).matches(node.labels),
    );
    return hasRoom ? undefined : 'no space';
  }

  /** Only of drivers that say how much there is. */
  #capacitiesOf({ metadata, provisioner }: StorageClass): readonly CSIStorageCapacity[] | 'unlimited' {
    const known = this.#capacities.get(metadata.name);
    if (known) return known;
    const isTold = this.#objects.get(CSIDriver, { name: provisioner })?.spec.storageCapacity === true;
    const found = isTold
      ? this.#objects.list(CSIStorageCapacity).filter(({ storageClassName }) => storageClassName === metadata.name)
      : 'unlimited';
    this.#capacities.set(metadata.name, found);
    return found;
  }
}

export const classOf = (claim: PersistentVolumeClaim): string => storageClassOf(claim) ?? '';

const sizeOf = ({ spec }: PersistentVolumeClaim): string => spec.resources?.requests?.['storage'] ?? '0';

/** The largest volume that can be made there, as far as is known. */
export const capacityLimit = ({ maximumVolumeSize, capacity }: CSIStorageCapacity): string | undefined => maximumVolumeSize ?? capacity;

function isEnough(capacity: CSIStorageCapacity, size: string): boolean {
  const limit = capacityLimit(capacity);
  return limit !== undefined && compareQuantities(limit, size) >= 0;
}
