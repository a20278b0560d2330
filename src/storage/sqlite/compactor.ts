import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { FutureRevisionError } from '../errors.ts';
import type { Revision } from '../store.ts';
import type { History } from './history.ts';
import { number } from './number.ts';
import { transact } from './writer.ts';

/** So few that writers hardly notice: a chunk takes about as long as a batch of writes. */
const chunkRows = 100;
const chunkPages = 100;
/** Pages that new rows will soon use again are not worth giving back. */
const keptFreePages = 2000;

/** Forgets history, chunk by chunk. What a chunk has not reached is found again after a restart. */
export class Compactor {
  readonly #database: DatabaseSync;
  readonly #history: History;
  readonly #turn: () => Promise<void>;
  readonly #mark: StatementSync;
  readonly #chunk: StatementSync;
  readonly #remove: StatementSync;
  readonly #markSwept: StatementSync;
  readonly #pages: StatementSync;
  readonly #freePages: StatementSync;
  /** Everything that can be forgotten up to here has been. */
  #swept: Revision;

  /** Between chunks it awaits `turn`, to let others use the database. */
  constructor(database: DatabaseSync, history: History, { turn }: { turn: () => Promise<void> }) {
    this.#database = database;
    this.#history = history;
    this.#turn = turn;
    this.#mark = database.prepare('UPDATE state SET compacted = ?');
    this.#chunk = database.prepare(`
      SELECT revision, previous_revision AS previousRevision, deleted FROM history
      WHERE revision > ? AND revision <= ? ORDER BY revision LIMIT ${chunkRows}`);
    this.#remove = database.prepare('DELETE FROM history WHERE revision = ?');
    this.#markSwept = database.prepare('UPDATE state SET swept = ?');
    this.#pages = database.prepare('PRAGMA page_count');
    this.#freePages = database.prepare('PRAGMA freelist_count');
    this.#swept = number(database.prepare('SELECT swept FROM state').get());
  }

  async compact(upTo: Revision): Promise<void> {
    if (upTo > this.#history.revision) throw new FutureRevisionError(upTo, this.#history.revision);
    while (this.sweep(upTo)) await this.#turn();
    while (this.#shrinkChunk()) await this.#turn();
  }

  /** Forgets one chunk of what can be forgotten up to the revision; false when there is nothing left of it. */
  sweep(upTo: Revision): boolean {
    if (upTo > this.#history.compacted) {
      // First of all, so that nobody reads what is being removed.
      this.#mark.run(upTo);
      this.#history.compacted = upTo;
    }
    return this.#sweepChunk();
  }

  /** Removes what the next few rows have superseded; false when there are no more. Several compactions may take turns. */
  #sweepChunk(): boolean {
    if (this.#swept >= this.#history.compacted) return false;
    const rows = this.#chunk.all(this.#swept, this.#history.compacted);
    const last = rows.length < chunkRows ? this.#history.compacted : number(rows.at(-1));
    transact(this.#database, () => {
      for (const { revision, previousRevision, deleted } of rows) {
        if (previousRevision !== 0) this.#remove.run(previousRevision ?? 0);
        if (deleted !== 0) this.#remove.run(revision ?? 0);
      }
      this.#markSwept.run(last);
    });
    this.#swept = last;
    return true;
  }

  /** Gives some free pages at the end of the file back to the disk, while a good part of it is free. */
  #shrinkChunk(): boolean {
    const free = number(this.#freePages.get());
    if (free < keptFreePages || free < number(this.#pages.get()) / 4) return false;
    this.#database.exec(`PRAGMA incremental_vacuum(${chunkPages})`);
    return true;
  }
}
