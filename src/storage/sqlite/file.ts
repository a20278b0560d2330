import { statSync } from 'node:fs';
import { backup, type DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import type { Revision } from '../store.ts';
import { Compactor } from './compactor.ts';
import { checkpoint, openDatabase, pagesInLog } from './database.ts';
import { isFull } from './failure.ts';
import { History } from './history.ts';
import type { OpenFile, WriteBatch, WrittenBatch } from './protocol.ts';
import { Writer } from './writer.ts';

/** How much the log gathers before it is moved into the file. */
const checkpointPages = 2000;
/** How much a snapshot copies in one step, while the file cannot be written. */
const snapshotPages = 500;

/** As SQLite calls it. */
const logOf = (path: string): string => `${path}-wal`;

/** The open file, for the one thread that has it. */
export class StoreFile {
  readonly #database: DatabaseSync;
  readonly #writer: Writer;
  readonly #compactor: Compactor;
  readonly history: History;
  readonly #path: string;

  constructor({ path, maxBytes }: OpenFile) {
    this.#path = path;
    this.#database = openDatabase(path, { maxBytes });
    this.history = new History(this.#database);
    this.#writer = new Writer(this.#database, this.history);
    const turn = async () => {
      this.tidy();
      await setImmediate();
    };
    this.#compactor = new Compactor(this.#database, this.history, { turn });
  }

  write(batch: WriteBatch): WrittenBatch {
    return { outcomes: this.#writer.write(batch), revision: this.history.revision };
  }

  /** Makes way for others from time to time. */
  compact(upTo: Revision): Promise<void> {
    return this.#compactor.compact(upTo);
  }

  /** Makes way for others between its steps, which see what these have written. */
  async snapshot(path: string): Promise<void> {
    await backup(this.#database, path, { rate: snapshotPages });
  }

  /** Of the file and its log. */
  sizeBytes(): number {
    return [this.#path, logOf(this.#path)].reduce((bytes, path) => bytes + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0);
  }

  /** To be called when nobody waits: this takes longer than a write. */
  tidy(): void {
    try {
      if (pagesInLog(this.#database) >= checkpointPages) checkpoint(this.#database);
    } catch (error) {
      // What is in the log is safe there. Writers are told once it, too, cannot grow.
      if (!isFull(error)) throw error;
    }
  }

  close(): void {
    this.#database.close();
  }
}
