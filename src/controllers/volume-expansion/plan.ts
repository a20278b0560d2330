import type { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import type { PersistentVolume } from '../../kinds/core/persistent-volume/index.ts';
import { migratedDrivers } from '../../kinds/storage/migrated-drivers.ts';
import { compareQuantities } from '../../model/quantity.ts';

/** Who makes a volume larger. None of the kinds that the cluster knows by itself can grow, so it is always somebody else. */
export interface Expansion {
  /** The driver that took over from an old plugin, which has to be told that it is its turn. */
  readonly resizer?: string;
  readonly message: string;
}

/** Which plugin of old a source of a volume is of. */
const plugins: readonly (readonly [keyof PersistentVolume['spec'], string])[] = [
  ['awsElasticBlockStore', 'kubernetes.io/aws-ebs'],
  ['azureDisk', 'kubernetes.io/azure-disk'],
  ['azureFile', 'kubernetes.io/azure-file'],
  ['cinder', 'kubernetes.io/cinder'],
  ['gcePersistentDisk', 'kubernetes.io/gce-pd'],
  ['portworxVolume', 'kubernetes.io/portworx-volume'],
  ['vsphereVolume', 'kubernetes.io/vsphere-volume'],
];

/** What there is to tell about a claim whose volume it is, if the claim wants more than it has. */
export function planExpansion(claim: PersistentVolumeClaim, volume: PersistentVolume): Expansion | undefined {
  if (compareQuantities(wantedSize(claim), currentSize(claim)) <= 0) return undefined;
  const [, plugin] = plugins.find(([source]) => volume.spec[source] !== undefined) ?? [];
  if (plugin === undefined) return { message: 'waiting for an external controller to expand this PVC' };
  const resizer = migratedDrivers.get(plugin);
  return {
    ...(resizer !== undefined && { resizer }),
    message: `CSI migration enabled for ${plugin}; waiting for external resizer to expand the pvc`,
  };
}

export const wantedSize = ({ spec }: PersistentVolumeClaim): string => spec.resources?.requests?.['storage'] ?? '0';
export const currentSize = ({ status }: PersistentVolumeClaim): string => status.capacity?.['storage'] ?? '0';
