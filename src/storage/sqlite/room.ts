import { closeSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { pageBytes } from './database.ts';
import { isFull } from './failure.ts';
import { number } from './number.ts';

/**
 * What may be written. As room goes, first what takes more of it is refused; then all but deletions, which bring room back
 * once the history of what was deleted is forgotten.
 */
export type Allowed = 'everything' | 'no growth' | 'deletions';

const stages: readonly Allowed[] = ['deletions', 'no growth', 'everything'];
const parts = stages.length - 1;
const largestPartBytes = 8 * 1024 * 1024;
/** Of the disk, or of the most that the file may take. */
const largestShare = 1 / 32;
/** Room that has to be there, in parts, before more is allowed again: otherwise it would be gone at once. */
const regainParts = 4;

export interface RoomOptions {
  readonly path: string;
  readonly maxBytes: number | undefined;
}

/** Keeps some room back in files that hold nothing, which are given up when the disk is full; free pages of the store count as well. */
export class Room {
  readonly #database: DatabaseSync;
  readonly #options: RoomOptions;
  readonly #freePages: StatementSync;
  readonly #partBytes: number;
  /** How far the log may grow: one part is enough to move it into the file. */
  readonly logPages: number;
  /** How many parts are kept back. */
  #kept = 0;
  #stage = parts;

  constructor(database: DatabaseSync, options: RoomOptions) {
    this.#database = database;
    this.#options = options;
    this.#freePages = database.prepare('PRAGMA freelist_count');
    const { blocks, bsize } = statfsSync(dirname(options.path));
    const wholeBytes = options.maxBytes ?? blocks * bsize;
    this.#partBytes = Math.max(pageBytes, Math.min(largestPartBytes, Math.floor(wholeBytes * largestShare)));
    this.logPages = Math.floor(this.#partBytes / pageBytes / 2);
    while (this.#kept < parts && this.#keep(this.#kept + 1)) this.#kept++;
    this.#stage = this.#partsLeft(parts);
    this.#limit();
  }

  get allowed(): Allowed {
    // Free pages of the store are used up without anybody being told.
    if (this.#kept < this.#stage) this.#stage = this.#partsLeft(this.#stage);
    return stages[this.#stage] ?? 'deletions';
  }

  /** No room was found for a write: gives up what is kept back for what is still allowed then. False when there is no more. */
  giveUp(): boolean {
    if (this.#stage === 0 && this.#kept === 0) return false;
    if (this.#kept > 0) rmSync(this.#file(this.#kept--), { force: true });
    this.#stage = Math.min(this.#stage, this.#partsLeft(this.#stage - 1));
    this.#limit();
    return true;
  }

  /** Allows more when there is room again. */
  regain(): void {
    if (this.#stage === parts) return;
    if (this.#freeParts() < regainParts && !this.#diskHas(regainParts)) {
      if (this.#kept + this.#freeParts() >= parts) this.#stage = Math.max(this.#stage, 1);
      return;
    }
    while (this.#kept < parts && this.#keep(this.#kept + 1)) this.#kept++;
    this.#stage = parts;
    this.#limit();
  }

  #partsLeft(most: number): number {
    return Math.max(0, Math.min(most, this.#kept + this.#freeParts()));
  }

  #freeParts(): number {
    return Math.floor((number(this.#freePages.get()) * pageBytes) / this.#partBytes);
  }

  /** Where there is a limit to the file, what is kept back is below that. */
  #limit(): void {
    const { maxBytes } = this.#options;
    if (maxBytes === undefined) return;
    const bytes = maxBytes - this.#kept * this.#partBytes;
    this.#database.exec(`PRAGMA max_page_count = ${Math.max(1, Math.floor(bytes / pageBytes))}`);
  }

  #keep(part: number): boolean {
    const { maxBytes } = this.#options;
    if (maxBytes !== undefined) return true;
    const path = this.#file(part);
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) >= this.#partBytes) return true;
    if (!this.#diskHas(regainParts)) return false;
    try {
      fill(path, this.#partBytes);
      return true;
    } catch (error) {
      rmSync(path, { force: true });
      if (!isFull(error)) throw error;
      return false;
    }
  }

  #diskHas(wanted: number): boolean {
    const { maxBytes, path } = this.#options;
    if (maxBytes !== undefined) {
      const usedPages = number(this.#database.prepare('PRAGMA page_count').get()) - number(this.#freePages.get());
      return maxBytes - usedPages * pageBytes >= wanted * this.#partBytes;
    }
    const { bavail, bsize } = statfsSync(dirname(path));
    return bavail * bsize >= wanted * this.#partBytes;
  }

  #file(part: number): string {
    return `${this.#options.path}-reserve-${part}`;
  }
}

/** Bytes that are really there, unlike those of a file that was only made longer. Whether they reach the disk does not matter. */
function fill(path: string, bytes: number): void {
  const file = openSync(path, 'w', 0o600);
  try {
    const chunk = new Uint8Array(64 * 1024).fill(0x5a);
    for (let written = 0; written < bytes;) written += writeSync(file, chunk, 0, Math.min(chunk.length, bytes - written));
  } finally {
    closeSync(file);
  }
}
