import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { number } from './number.ts';

/** Marks the file as ours, so that no other database is taken for a store. The letters are `kbts`. */
const applicationId = 0x6b_62_74_73;
const formatVersion = 1;

/** Smaller pages write less for each commit, and most objects fit a few of them. */
export const pageBytes = 4096;
const cacheKibibytes = 16 * 1024;
/** A log that has grown beyond this in a burst is cut when it begins anew. */
const keptLogBytes = 64 * 1024 * 1024;

/**
 * One row a revision, deletions included, so that history and present are one thing. `previous_revision` is 0 where the
 * key did not exist. The value comes last, so that the rest is read without it; the index alone tells which keys exist.
 */
const schema = `
  CREATE TABLE history (
    revision INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    create_revision INTEGER NOT NULL,
    previous_revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    value BLOB NOT NULL
  ) STRICT;
  CREATE INDEX history_by_key ON history (key, revision, deleted);
  CREATE TABLE state (compacted INTEGER NOT NULL, swept INTEGER NOT NULL) STRICT;
  INSERT INTO state (compacted, swept) VALUES (0, 0);
`;

/** Opens the file for this process alone, making it, and its directory, if there is none. */
export function openDatabase(path: string): DatabaseSync {
  makeFile(path);
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    // Takes hold of the file until it is closed, and keeps the log's index in memory instead of in a file.
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    const fresh = checkFormat(database, path);
    if (fresh) database.exec(`PRAGMA page_size = ${pageBytes}; PRAGMA auto_vacuum = INCREMENTAL`);
    // FULL: a commit returns once the log is on the disk. The log is written back by checkpoint(), not within a commit.
    database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA wal_autocheckpoint = 0;
      PRAGMA journal_size_limit = ${keptLogBytes};
      PRAGMA cache_size = -${cacheKibibytes};
    `);
    database.exec('BEGIN EXCLUSIVE');
    if (fresh) database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${formatVersion}; ${schema}`);
    database.exec('COMMIT');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** How many pages of the log have not been moved into the file. */
export function pagesInLog(database: DatabaseSync): number {
  const { log, checkpointed } = database.prepare('PRAGMA wal_checkpoint(NOOP)').get() ?? {};
  return Number(log) - Number(checkpointed);
}

/** Moves what the log has gathered into the file, so that the log can begin anew. */
export function checkpoint(database: DatabaseSync): void {
  database.exec('PRAGMA wal_checkpoint(PASSIVE)');
}

/** SQLite gives its other files the mode of the first. */
function makeFile(path: string): void {
  const created = mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  if (created !== undefined) syncDirectory(dirname(created));
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    chmodSync(path, 0o600);
  }
}

function syncDirectory(path: string): void {
  const directory = openSync(path, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}

/** Whether the file is still empty. Throws when it is someone else's, or from a newer version of ours. */
export function checkFormat(database: DatabaseSync, path: string): boolean {
  const tables = number(database.prepare('SELECT count(*) FROM sqlite_schema').get());
  const id = number(database.prepare('PRAGMA application_id').get());
  const version = number(database.prepare('PRAGMA user_version').get());
  if (tables === 0 && id === 0) return true;
  if (id !== applicationId) throw new Error(`${path} is a database of something else`);
  if (version > formatVersion) throw new Error(`it was written by a newer version (format ${version}, this one knows ${formatVersion})`);
  return false;
}
