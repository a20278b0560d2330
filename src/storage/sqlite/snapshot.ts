import { access, chmod, copyFile, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreUnusableError } from '../errors.ts';
import type { Revision } from '../store.ts';
import { checkFormat } from './database.ts';
import { toOpenFailure, fromFailure } from './failure.ts';
import { number } from './number.ts';

export interface SnapshotStatus {
  /** Of the last write it has. */
  readonly revision: Revision;
  /** How many keys there are, without history. */
  readonly keys: number;
  readonly sizeBytes: number;
}

/** Looks at a snapshot, and checks that it is whole. Throws StoreUnusableError with what is wrong. */
export async function snapshotStatus(path: string): Promise<SnapshotStatus> {
  const { size } = await stat(path).catch((error: unknown) => {
    throw fromFailure(toOpenFailure(error, path));
  });
  try {
    using database = openToRead(path);
    if (checkFormat(database, path)) throw new Error('it is empty');
    const problems = database.prepare('PRAGMA integrity_check(1)').get();
    if (problems?.['integrity_check'] !== 'ok') throw new Error(`it is damaged: ${String(problems?.['integrity_check'])}`);
    return {
      revision: number(database.prepare('SELECT coalesce(max(revision), 1) FROM history').get()),
      keys: number(database.prepare(countKeys).get()),
      sizeBytes: size,
    };
  } catch (error) {
    throw fromFailure(toOpenFailure(error, path));
  }
}

// The row of a key's highest revision says whether it is there.
const countKeys = 'SELECT count(*) FROM (SELECT max(revision), deleted FROM history GROUP BY key) WHERE deleted = 0';

export interface RestoreOptions {
  /** Takes the place of a store that is there. */
  readonly replace: boolean;
}

/** Makes a snapshot the store of a directory, which no server may have open. Throws StoreUnusableError or StoreInUseError. */
export async function restoreSnapshot(path: string, directory: string, { replace }: RestoreOptions): Promise<SnapshotStatus> {
  const status = await snapshotStatus(path);
  const target = join(directory, 'store.db');
  if (await isThere(target)) {
    if (!replace) throw new StoreUnusableError(`there is a store at ${target} already, which would be lost`);
    assertUnused(target);
  }
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const copy = `${target}.restored`;
  try {
    await copyFile(path, copy);
    await chmod(copy, 0o600);
    await sync(copy);
    // The log belongs to the store that was there.
    await rm(`${target}-wal`, { force: true });
    await rename(copy, target);
    await sync(dirname(target));
  } finally {
    await rm(copy, { force: true });
  }
  return status;
}

/** As a file that nobody writes to, so that nothing is made beside it. */
function openToRead(path: string): DatabaseSync {
  const url = new URL('file:///');
  url.pathname = path;
  return new DatabaseSync(new URL(`${url.href}?immutable=1`), { readOnly: true });
}

/** Throws StoreInUseError when a server has the store open. */
function assertUnused(path: string): void {
  try {
    using database = new DatabaseSync(path, { timeout: 0 });
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; ROLLBACK');
  } catch (error) {
    const failure = toOpenFailure(error, path);
    // A damaged store may well be replaced.
    if (failure.type === 'in-use') throw fromFailure(failure);
  }
}

async function sync(path: string): Promise<void> {
  await using file = await open(path, 'r');
  await file.sync();
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
