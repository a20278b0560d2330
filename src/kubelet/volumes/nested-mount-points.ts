import { posix } from 'node:path';
import type { PodSpec } from '../../kinds/core/pod/spec.ts';
import { everyContainer } from './every-container.ts';

/**
 * Directories that a volume must have because a container mounts something else inside it: mounted read-only, nobody could
 * make them later. Relative to the volume.
 */
export const nestedMountPoints = (volume: string, spec: PodSpec): readonly string[] => [
  ...new Set(everyContainer(spec).flatMap(({ volumeMounts = [] }) => nested(volume, volumeMounts))),
];

function nested(volume: string, mounts: readonly { readonly name: string; readonly mountPath: string }[]): string[] {
  const all = mounts.map(({ name, mountPath }) => ({ name, path: posix.normalize(mountPath).replace(/(?<=.)\/$/, '') }));
  return all
    .filter(({ name }) => name === volume)
    .flatMap(({ path: own }) => {
      if (own.startsWith('../')) throw new Error(`invalid container mount point ${own}`);
      const inside = all.map(({ path }) => path).filter((path) => path.startsWith(`${own}/`));
      const outermost = inside.filter((path) => !inside.some((other) => path.startsWith(`${other}/`)));
      return outermost.map((path) => path.slice(own.length + 1));
    });
}
