import type { PersistentVolume } from '../../kinds/core/persistent-volume/index.ts';
import { migratedDrivers } from '../../kinds/storage/migrated-drivers.ts';

/** On a volume that was made on demand: by whom. */
export const provisionedByAnnotation = 'pv.kubernetes.io/provisioned-by';
export const migratedToAnnotation = 'pv.kubernetes.io/migrated-to';

const inTreePrefix = 'kubernetes.io/';
const hostPath = 'kubernetes.io/host-path';
const nfs = 'kubernetes.io/nfs';

/** Who makes the volumes of a class: somebody outside, by this name, or nobody, for this reason. */
export function provisionerOf(provisioner: string): { readonly external: string } | { readonly problem: string } {
  const driver = migratedDrivers.get(provisioner);
  if (driver !== undefined || !provisioner.startsWith(inTreePrefix)) return { external: driver ?? provisioner };
  // Host directories could be handed out on a cluster of one node; upstream does so only when told to.
  if (provisioner === hostPath) {
    return { problem: `Failed to create provisioner: provisioning in volume plugin ${JSON.stringify(provisioner)} is disabled` };
  }
  return { problem: notMatched(provisioner, 'provisionable') };
}

export type Deleter = { readonly by: 'somebody else' } | { readonly by: 'path'; readonly path: string } | { readonly problem: string };

/** Who removes what a volume holds, when its claim is gone. */
export function deleterOf({ metadata, spec }: PersistentVolume): Deleter {
  const provisioner = metadata.annotations?.[provisionedByAnnotation];
  if (provisioner) {
    if (!provisioner.startsWith(inTreePrefix)) return { by: 'somebody else' };
    return provisioner === hostPath && spec.hostPath
      ? { by: 'path', path: spec.hostPath.path }
      : { problem: notMatched(provisioner, 'deletable') };
  }
  if (metadata.annotations?.[migratedToAnnotation] !== undefined || spec.csi) return { by: 'somebody else' };
  if (spec.hostPath) return { by: 'path', path: spec.hostPath.path };
  const has = spec.nfs ? 'no deletable volume plugin matched' : 'no volume plugin matched';
  return { problem: `error getting deleter volume plugin for volume ${JSON.stringify(metadata.name)}: ${has}` };
}

const notMatched = (plugin: string, able: 'provisionable' | 'deletable'): string =>
  plugin === nfs ? `no ${able} volume plugin matched` : `no volume plugin matched name: ${plugin}`;
