import { createReadStream, createWriteStream } from 'node:fs';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

export interface RotationLimits {
  readonly sizeBytes: number;
  /** With the one in use. */
  readonly files: number;
}

export const defaultRotation: RotationLimits = { sizeBytes: 10 * 1024 * 1024, files: 5 };

export interface RotationOptions extends RotationLimits {
  readonly path: string;
  readonly nowMs: number;
  /** Makes the writer go on in a new file. */
  readonly reopen: () => Promise<void>;
}

/** Puts a log that has grown too large aside, packs those put aside before, and drops the oldest. Says whether it did. */
export async function rotateLog({ path, sizeBytes, files, nowMs, reopen }: RotationOptions): Promise<boolean> {
  const { size } = await stat(path);
  if (size < sizeBytes) return false;
  const kept = await removeOldest(await rotatedLogs(path), files - 2);
  for (const log of kept) if (!log.endsWith('.gz')) await pack(log);
  const aside = `${path}.${suffixAt(nowMs)}`;
  await rename(path, aside);
  try {
    await reopen();
  } catch (error) {
    // Otherwise the writer would go on in a file that nobody reads, and that is packed under its hands.
    await rename(aside, path);
    throw error;
  }
  return true;
}

/** Oldest first: their names are times. */
async function rotatedLogs(path: string): Promise<readonly string[]> {
  const directory = dirname(path);
  const prefix = `${basename(path)}.`;
  const found = (await readdir(directory)).filter((name) => name.startsWith(prefix));
  await Promise.all(found.filter((name) => name.endsWith('.tmp')).map((name) => rm(join(directory, name), { force: true })));
  return found
    .filter((name) => !name.endsWith('.tmp'))
    .toSorted()
    .map((name) => join(directory, name));
}

async function removeOldest(logs: readonly string[], count: number): Promise<readonly string[]> {
  const kept = count > 0 ? logs.slice(-count) : [];
  await Promise.all(logs.filter((log) => !kept.includes(log)).map((log) => rm(log, { force: true })));
  return kept;
}

async function pack(path: string): Promise<void> {
  const temporary = `${path}.tmp`;
  await pipeline(createReadStream(path), createGzip(), createWriteStream(temporary, { mode: 0o640 }));
  await rename(temporary, `${path}.gz`);
  await rm(path, { force: true });
}

/** `20060102-150405`. */
const suffixAt = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
