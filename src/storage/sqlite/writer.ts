import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { History } from './history.ts';
import type { Entry } from '../store.ts';
import type { Allowed } from './room.ts';
import type { BatchedWrite, Outcome, WriteBatch } from './protocol.ts';

const nothing = new Uint8Array();

/** Adds to the table: many writes, one transaction, one wait for the disk. */
export class Writer {
  readonly #database: DatabaseSync;
  readonly #history: History;
  readonly #insert: StatementSync;

  constructor(database: DatabaseSync, history: History) {
    this.#database = database;
    this.#history = history;
    this.#insert = database.prepare(
      'INSERT INTO history (revision, key, create_revision, previous_revision, deleted, value) VALUES (?, ?, ?, ?, ?, ?)',
    );
  }

  /** Either all that are allowed are durable when it returns, or it throws and none has been made. */
  write({ writes, values }: WriteBatch, allowed: Allowed): readonly Outcome[] {
    const before = this.#history.revision;
    let offset = 0;
    try {
      return transact(this.#database, () =>
        writes.map((write) => {
          const start = offset;
          offset += write.valueLength ?? 0;
          return this.#apply(write, values.subarray(start, offset), allowed);
        }),
      );
    } catch (error) {
      this.#history.revision = before;
      throw error;
    }
  }

  #apply({ key, expect, valueLength }: BatchedWrite, value: Uint8Array, allowed: Allowed): Outcome {
    const current = this.#history.get(key);
    const deletes = valueLength === undefined;
    if (expect !== (current?.revision ?? 0) || (deletes && !current)) return { won: false, current };
    if (!deletes && takesTooMuch(value, current, allowed)) return { won: false, noRoom: true };
    const revision = this.#history.revision + 1;
    const createRevision = current?.createRevision ?? revision;
    this.#insert.run(revision, key, createRevision, current?.revision ?? 0, deletes ? 1 : 0, deletes ? nothing : value);
    this.#history.revision = revision;
    return { won: true, revision, createRevision, previous: current };
  }
}

/** What is said of a deletion that is to come, or of one more condition, is so long at most. */
const hardlyMoreBytes = 1024;

const takesTooMuch = (value: Uint8Array, current: Entry | undefined, allowed: Allowed): boolean =>
  allowed === 'deletions' || (allowed === 'no growth' && value.length > (current ? current.value.length + hardlyMoreBytes : 0));

/** Runs it in a transaction, which is rolled back when it throws. */
export function transact<Result>(database: DatabaseSync, run: () => Result): Result {
  database.exec('BEGIN');
  try {
    const result = run();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    // SQLite has rolled back by itself after some failures.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
