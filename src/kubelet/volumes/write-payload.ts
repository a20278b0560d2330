import { chmod, lchown, lstat, mkdir, mkdtemp, readdir, readFile, readlink, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import type { Clock } from '../../base/clock.ts';
import { isMissingFile } from '../files/missing-file.ts';
import { checkPayloadPath, type Payload, type PayloadFile } from './payload.ts';

export interface WritePayloadOptions {
  readonly clock: Clock;
  /** Runs when the new files are written and before anybody sees them. */
  readonly beforeShown?: (() => Promise<void>) | undefined;
}

const dataLink = '..data';
const newDataLink = '..data_tmp';

/**
 * Makes a directory show these files and no others, so that readers see all old or all new ones.
 *
 * The files are in a directory named after the time; `..data` is a link to it, and what readers see are links through `..data`,
 * which is replaced by a rename. After a crash anywhere the next call finishes the work.
 */
export async function writePayload(directory: string, given: Payload, { clock, beforeShown }: WritePayloadOptions): Promise<void> {
  for (const path of given.keys()) checkPayloadPath(path);
  const payload = new Map([...given].map(([path, file]) => [normalize(path), file]));
  const current = await linkTarget(join(directory, dataLink));
  const surplus = current === undefined ? [] : await surplusPaths(join(directory, current), payload);
  const isCurrent = current !== undefined && surplus.length === 0 && (await showsSame(join(directory, current), payload));
  let shown = current;
  if (!isCurrent) {
    shown = await writeVersion(directory, payload, clock);
    await beforeShown?.();
    await rm(join(directory, newDataLink), { force: true });
    await symlink(shown, join(directory, newDataLink));
    await rename(join(directory, newDataLink), join(directory, dataLink));
  }
  await showPaths(directory, payload);
  for (const path of surplus) if (!path.includes('/')) await rm(join(directory, path), { force: true });
  if (!isCurrent) await removeOthers(directory, shown);
}

async function linkTarget(path: string): Promise<string | undefined> {
  try {
    return await readlink(path);
  } catch (error) {
    if (isMissingFile(error)) return undefined;
    throw error;
  }
}

/** What is there and not wanted any more. */
async function surplusPaths(version: string, payload: Payload): Promise<readonly string[]> {
  const wanted = new Set([...payload.keys()].flatMap(withParents));
  try {
    return (await readdir(version, { recursive: true })).filter((path) => !wanted.has(path));
  } catch (error) {
    if (isMissingFile(error)) return [];
    throw error;
  }
}

const withParents = (path: string): string[] => {
  const names = path.split('/');
  return names.map((_, index) => names.slice(0, index + 1).join('/'));
};

async function showsSame(version: string, payload: Payload): Promise<boolean> {
  for (const [path, { data }] of payload) {
    try {
      if (Buffer.compare(await readFile(join(version, path)), data) !== 0) return false;
    } catch (error) {
      if (isMissingFile(error)) return false;
      throw error;
    }
  }
  return true;
}

async function writeVersion(directory: string, payload: Payload, clock: Clock): Promise<string> {
  const time = new Date(clock.now()).toISOString().slice(0, 19).replaceAll(/[-T:]/g, '_');
  const version = await mkdtemp(join(directory, `..${time}.`));
  // Whoever may look into the volume may look into this.
  await chmod(version, 0o755);
  for (const [path, file] of payload) await writeOne(join(version, path), file);
  return version.slice(directory.length + 1);
}

async function writeOne(path: string, { data, mode, userId }: PayloadFile): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, data, { mode });
  // The mode at creation was cut by the umask.
  await chmod(path, mode);
  if (userId !== undefined) await lchown(path, userId, -1);
}

/** Links for what is on top: files, and directories of files. */
async function showPaths(directory: string, payload: Payload): Promise<void> {
  for (const [path, { userId }] of payload) {
    const [top = ''] = path.split('/');
    const link = join(directory, top);
    if (await isThere(link)) continue;
    await symlink(join(dataLink, top), link);
    if (userId !== undefined) await lchown(link, userId, -1);
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (isMissingFile(error)) return false;
    throw error;
  }
}

/** The version before, and what a crash has left. */
async function removeOthers(directory: string, shown: string | undefined): Promise<void> {
  const names = await readdir(directory);
  const others = names.filter((name) => name.startsWith('..') && name !== dataLink && name !== shown);
  for (const name of others) await rm(join(directory, name), { recursive: true, force: true });
}
