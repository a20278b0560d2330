import { constants } from 'node:fs';
import { open, realpath, type FileHandle } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** Names a file without opening it, so that pipes and devices do no harm: O_PATH of Linux, which Node has no name for. */
const pathOnly = 0o10000000;
const readOnly = constants.O_RDONLY | constants.O_NONBLOCK;

/**
 * Takes hold of what a path inside a directory leads to. Links are followed as long as they lead to places inside; whoever
 * changes them meanwhile makes this fail, and never get out. Throws an Error for paths that lead outside or nowhere.
 */
export async function holdInside(directory: string, path: string): Promise<FileHandle> {
  const base = await realpath(directory);
  return await walk(base, await realpath(join(base, path)));
}

/** The same, opened for reading, without waiting for the other end of pipes. */
export async function openInside(directory: string, path: string): Promise<FileHandle> {
  await using held = await holdInside(directory, path);
  return await open(throughHandle(held), readOnly);
}

/** A path that leads to what is held, for this process, whatever has been done to names since. */
export const throughHandle = (held: FileHandle): string => `/proc/self/fd/${held.fd}`;

export const isInside = (base: string, path: string): boolean => path === base || path.startsWith(base === sep ? base : base + sep);

/** Goes down name by name from a directory nobody else controls. Neither path has links. */
export async function walk(base: string, target: string): Promise<FileHandle> {
  if (!isInside(base, target)) throw new Error(`path ${target} is outside of allowed base ${base}`);
  const names = relative(base, target).split(sep).filter(Boolean);
  let held = await open(base, pathOnly | constants.O_NOFOLLOW);
  for (const name of names) {
    await using parent = held;
    held = await open(join(throughHandle(parent), name), pathOnly | constants.O_NOFOLLOW);
    if ((await held.stat()).isSymbolicLink()) {
      await held.close();
      throw new Error(`unexpected symlink found ${target}`);
    }
  }
  return held;
}
