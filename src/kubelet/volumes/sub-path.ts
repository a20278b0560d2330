import { lstat, mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readMountTable } from '../../base/mount-table.ts';
import { makeDirectoriesInside } from '../files/make-directories-inside.ts';
import { isMissingFile } from '../files/missing-file.ts';
import { holdInside } from '../files/open-inside.ts';
import { mountBound, unmount } from './mount-command.ts';

export interface SubPathOptions {
  /** Where the volume is on the node. */
  readonly volumePath: string;
  /** Inside the volume. */
  readonly subPath: string;
  /** Where the part goes: a place nobody in the pod can change. */
  readonly target: string;
  readonly signal: AbortSignal;
}

/** Makes a directory for the part of a volume that is not there yet, with the mode of the volume. */
export async function makeSubPath({ volumePath, subPath }: Pick<SubPathOptions, 'volumePath' | 'subPath'>): Promise<void> {
  const { mode } = await stat(volumePath);
  await makeDirectoriesInside(volumePath, subPath, mode & 0o7777);
}

/**
 * Mounts a part of a volume at a place of its own, so that what the container gets is what was found inside the volume,
 * whatever links its other containers make meanwhile.
 */
export async function mountSubPath({ volumePath, subPath, target, signal }: SubPathOptions): Promise<void> {
  await using held = await holdInside(volumePath, subPath);
  const source = await held.stat();
  if (await isMountedAt(target)) {
    const shown = await stat(target);
    if (shown.dev === source.dev && shown.ino === source.ino) return;
    await unmount(target, { signal });
  }
  await mkdir(dirname(target), { recursive: true, mode: 0o750 });
  if (source.isDirectory()) await mkdir(target, { recursive: true, mode: 0o750 });
  // Whatever is mounted on it, a file takes on its type.
  else if (!(await isThere(target))) await writeFile(target, '', { mode: 0o640 });
  // The command has its own files, so it is told whose to look at.
  await mountBound(`/proc/${process.pid}/fd/${held.fd}`, target, { signal });
}

const isMountedAt = async (target: string): Promise<boolean> => (await readMountTable()).some(({ mountPoint }) => mountPoint === target);

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (isMissingFile(error)) return false;
    throw error;
  }
}
