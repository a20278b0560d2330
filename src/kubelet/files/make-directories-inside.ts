import { constants } from 'node:fs';
import { mkdir, open, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { isMissingFile } from './missing-file.ts';
import { throughHandle, walk } from './open-inside.ts';

/**
 * Makes the directories of a path inside a directory that are missing, all with the same mode, and never any outside, even
 * when somebody changes links meanwhile.
 */
export async function makeDirectoriesInside(directory: string, path: string, mode: number): Promise<void> {
  const base = await realpath(directory);
  const names = path.split(sep).filter((name) => name !== '' && name !== '.');
  const { existing, missing } = await existingPart(base, names);
  if (missing.length === 0) {
    if (!(await stat(existing)).isDirectory()) throw new Error(`mkdir ${join(base, path)}: not a directory`);
    return;
  }
  let held = await walk(base, existing);
  try {
    for (const name of missing) {
      await using parent = held;
      const child = join(throughHandle(parent), name);
      await mkdir(child, { mode });
      held = await open(child, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_DIRECTORY);
      // The mode at creation was cut by the umask.
      await held.chmod(mode);
    }
  } finally {
    await held.close();
  }
}

async function existingPart(base: string, names: readonly string[]): Promise<{ existing: string; missing: readonly string[] }> {
  let existing = base;
  for (const [index, name] of names.entries()) {
    try {
      existing = await realpath(join(existing, name));
    } catch (error) {
      if (!isMissingFile(error)) throw error;
      return { existing, missing: names.slice(index) };
    }
  }
  return { existing, missing: [] };
}
