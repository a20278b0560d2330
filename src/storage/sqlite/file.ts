import { statSync } from 'node:fs';
import { backup, type DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import type { Revision } from '../store.ts';
import { Compactor } from './compactor.ts';
import { checkpoint, openDatabase, pagesInLog } from './database.ts';
import { isFull } from './failure.ts';
import { History } from './history.ts';
import { Room } from './room.ts';
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
  readonly #room: Room;
  #makingRoom = false;
  readonly history: History;
  readonly #path: string;

  constructor({ path, maxBytes }: OpenFile) {
    this.#path = path;
    this.#database = openDatabase(path);
    this.#room = new Room(this.#database, { path, maxBytes });
    this.history = new History(this.#database);
    this.#writer = new Writer(this.#database, this.history);
    const turn = async () => {
      this.tidy();
      await setImmediate();
    };
    this.#compactor = new Compactor(this.#database, this.history, { turn });
  }

  /** When there is no room, as much as what is kept back for that is enough for. */
  write(batch: WriteBatch): WrittenBatch {
    for (;;) {
      try {
        return { outcomes: this.#writer.write(batch, this.#room.allowed), revision: this.history.revision };
      } catch (error) {
        if (!isFull(error)) throw error;
        // History goes first: it comes again by itself, what people have made does not.
        if (this.#sweep()) continue;
        if (!this.#room.giveUp()) throw error;
        // So that the log begins anew, in the room that it has.
        this.#checkpoint();
      }
    }
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
    const isShort = this.#room.allowed !== 'everything';
    if (pagesInLog(this.#database) >= Math.min(checkpointPages, this.#room.logPages)) this.#checkpoint();
    if (!isShort) return;
    this.#room.regain();
    void this.#makeRoom();
  }

  #sweep(): boolean {
    try {
      return this.#compactor.sweep(this.history.revision);
    } catch (error) {
      if (!isFull(error)) throw error;
      return false;
    }
  }

  #checkpoint(): void {
    try {
      checkpoint(this.#database);
    } catch (error) {
      // What is in the log is safe there. Writers are told once it, too, cannot grow.
      if (!isFull(error)) throw error;
    }
  }

  /** While there is hardly any, so that what is deleted makes some. */
  async #makeRoom(): Promise<void> {
    if (this.#makingRoom || this.history.compacted >= this.history.revision) return;
    this.#makingRoom = true;
    try {
      await this.#compactor.compact(this.history.revision);
      this.#room.regain();
    } catch (error) {
      // Another thread of work closed the file meanwhile.
      if (!this.#database.isOpen) return;
      if (!isFull(error)) throw error;
      this.#room.giveUp();
    } finally {
      this.#makingRoom = false;
    }
  }

  close(): void {
    this.#database.close();
  }
}
