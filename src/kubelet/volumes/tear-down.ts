import { readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readMountTable } from '../../base/mount-table.ts';
import { isMissingFile } from '../files/missing-file.ts';
import { isInside } from '../files/open-inside.ts';
import { notesDirectory, subPathsDirectory, volumesDirectory } from './layout.ts';
import { unmount } from './mount-command.ts';

const own = [subPathsDirectory, volumesDirectory, notesDirectory];

/**
 * Takes away all volumes of a pod by what is found in its directory, so that it does not matter who set them up and when.
 * Nothing is removed while anything is mounted below: it might be the node's own files.
 */
export async function tearDown(podDirectory: string, { signal }: { readonly signal: AbortSignal }): Promise<void> {
  for (const mountPoint of (await mountsBelow(podDirectory)).toReversed()) await unmount(mountPoint, { signal });
  const [left] = await mountsBelow(podDirectory);
  if (left !== undefined) throw new Error(`something is still mounted at ${left}`);
  for (const name of own) await rm(join(podDirectory, name), { recursive: true, force: true });
  await removeIfEmpty(podDirectory);
}

/** In the order they were made, which is from above to below. */
const mountsBelow = async (directory: string): Promise<readonly string[]> => {
  const mountPoints = (await readMountTable()).map(({ mountPoint }) => mountPoint);
  return mountPoints.filter((mountPoint) => own.some((name) => isInside(join(directory, name), mountPoint)));
};

async function removeIfEmpty(directory: string): Promise<void> {
  try {
    await rmdir(directory);
  } catch (error) {
    // Others keep logs and messages of containers there.
    if (!isMissingFile(error) && !(error instanceof Error && 'code' in error && error.code === 'ENOTEMPTY')) throw error;
  }
}

/** Pods that have a directory, whatever is in it. */
export async function podsIn(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (isMissingFile(error)) return [];
    throw error;
  }
}
