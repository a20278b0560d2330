import { readdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock, type Clock } from '../../base/clock.ts';
import { currentMounts, type Mount } from './mounts.ts';

/** Where control group hierarchies are mounted: one folder each in version 1, a single one in version 2. */
export const cgroupHierarchies = async (): Promise<string[]> => hierarchiesOf(await currentMounts());

export const hierarchiesOf = (mounts: readonly Mount[]): string[] => [
  ...new Set(mounts.filter(({ fileSystem, root }) => fileSystem.startsWith('cgroup') && root === '/').map(({ path }) => path)),
];

export interface RemoveCgroupOptions {
  readonly hierarchies?: readonly string[];
  readonly clock?: Clock;
  readonly timeoutMs?: number;
}

/**
 * Removes a group and those below it from every hierarchy. Its processes must have been killed: the kernel lets go of the
 * groups of dead processes a little later, so removal is tried again until the time is up.
 */
export async function removeCgroup(path: string, options: RemoveCgroupOptions = {}): Promise<void> {
  const { hierarchies = await cgroupHierarchies(), clock = systemClock, timeoutMs = 10_000 } = options;
  const deadlineMs = clock.now() + timeoutMs;
  for (const hierarchy of hierarchies) {
    const group = join(hierarchy, path);
    for (;;) {
      const failure = await removeTree(group);
      if (!failure) break;
      if (clock.now() >= deadlineMs) throw new Error(`the control group ${group} is still in use`, { cause: failure });
      await clock.sleep(10);
    }
  }
}

/** Only folders can be removed, deepest first: the files in them come and go with their folder. */
async function removeTree(group: string): Promise<unknown> {
  try {
    const entries = await readdir(group, { withFileTypes: true });
    for (const entry of entries) {
      if (!entry.isDirectory()) continue;
      const failure = await removeTree(join(group, entry.name));
      if (failure) return failure;
    }
    await rmdir(group);
    return undefined;
  } catch (error) {
    return isGone(error) ? undefined : error;
  }
}

const isGone = (error: unknown) => error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENODEV');
