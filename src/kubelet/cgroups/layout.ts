import { readFile, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { readMountTable, type MountEntry } from '../../base/mount-table.ts';

/** Where this machine has its control groups. */
export type CgroupLayout = VersionOneLayout | VersionTwoLayout;

export interface VersionOneLayout {
  readonly version: 1;
  /** Controller to the mount of its hierarchy; several controllers may share one. */
  readonly controllers: ReadonlyMap<string, string>;
  /** All hierarchies, also those without a controller, since runtimes make groups in each. */
  readonly hierarchies: readonly string[];
}

export interface VersionTwoLayout {
  readonly version: 2;
  readonly mountPoint: string;
  readonly controllers: readonly string[];
}

/** CGROUP2_SUPER_MAGIC of linux/magic.h. */
const versionTwoMagic = 0x63677270;

/** A machine with version 2 beside the hierarchies of version 1 counts as version 1, as everywhere else. */
export async function detectCgroups(mountPoint = '/sys/fs/cgroup'): Promise<CgroupLayout> {
  const { type } = await statfs(mountPoint);
  return type === versionTwoMagic ? await versionTwoAt(mountPoint) : versionOneOf(await readMountTable());
}

export async function versionTwoAt(mountPoint: string): Promise<VersionTwoLayout> {
  const controllers = await readFile(join(mountPoint, 'cgroup.controllers'), 'utf8');
  return { version: 2, mountPoint, controllers: controllers.trim().split(' ').filter(Boolean) };
}

/** Options that every hierarchy of version 1 may have and that are no controllers. */
const notControllers = new Set(['rw', 'ro', 'noprefix', 'clone_children', 'xattr', 'cpuset_v2_mode', 'none']);

/** Of several mounts of one hierarchy the shortest path is taken, as upstream. */
export function versionOneOf(mounts: readonly MountEntry[]): VersionOneLayout {
  const controllers = new Map<string, string>();
  const unified: string[] = [];
  for (const { fileSystem, mountPoint, fileSystemOptions } of mounts) {
    if (fileSystem === 'cgroup2') unified.push(mountPoint);
    if (fileSystem !== 'cgroup') continue;
    for (const option of fileSystemOptions) {
      if (notControllers.has(option) || option.startsWith('release_agent=')) continue;
      const name = option.replace(/^name=/, '');
      const known = controllers.get(name);
      if (known === undefined || mountPoint.length < known.length) controllers.set(name, mountPoint);
    }
  }
  if (controllers.size === 0) throw new Error('no control groups are mounted');
  return { version: 1, controllers, hierarchies: [...new Set([...controllers.values(), ...unified])] };
}
