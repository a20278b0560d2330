import { SlowWatcherError } from './errors.ts';
import { revisionOf, valueBytes } from './mutation.ts';
import type { Change, Mutation, Revision } from './store.ts';

/** What is counted for a change besides its value. */
const overheadBytes = 256;

export interface WatchQueueOptions {
  readonly prefix: string;
  /** The reader hears of everything up to here in another way. */
  readonly from: Revision;
  /** What may wait to be taken, before the watch is ended. */
  readonly capacityBytes: number;
}

/** The changes one watch has yet to take, and how far the store has come. */
export class WatchQueue {
  readonly #prefix: string;
  readonly #capacityBytes: number;
  #mutations: Mutation[] = [];
  #bytes = 0;
  /** Everything up to here has been offered. */
  #reached: Revision;
  /** The reader has been told of everything up to here. */
  #told: Revision;
  #ended = false;
  #failure: unknown;
  #wake: (() => void) | undefined;

  constructor({ prefix, from, capacityBytes }: WatchQueueOptions) {
    this.#prefix = prefix;
    this.#reached = from;
    this.#told = from;
    this.#capacityBytes = capacityBytes;
  }

  offer(mutation: Mutation, key: string): void {
    if (this.#ended || !key.startsWith(this.#prefix)) return;
    this.#bytes += overheadBytes + valueBytes(mutation);
    if (this.#bytes > this.#capacityBytes) return this.end(new SlowWatcherError(this.#prefix));
    this.#mutations.push(mutation);
    this.#wake?.();
  }

  /** Notes that all changes up to the revision have been offered. The reader hears of it with the next batch. */
  reach(revision: Revision): void {
    this.#reached = revision;
  }

  /** Gives a reader that waits a batch with nothing but progress, if that is news. */
  flush(): void {
    if (this.#told < this.#reached) this.#wake?.();
  }

  /** Drops what is waiting. Batches end with the failure, if there is one. */
  end(failure?: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#failure = failure;
    this.#mutations = [];
    this.#wake?.();
  }

  /** What has gathered since the last batch and, if that does not tell how far the store has come, progress. Never empty. */
  async *batches(): AsyncGenerator<readonly Change[]> {
    while (!this.#ended) {
      const batch = this.#take();
      if (batch.length > 0) yield batch;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
      this.#wake = undefined;
    }
    if (this.#failure !== undefined) throw this.#failure;
  }

  #take(): readonly Change[] {
    const batch: Change[] = this.#mutations;
    const last = this.#mutations.at(-1);
    const told = last ? revisionOf(last) : this.#told;
    if (told < this.#reached) batch.push({ type: 'progress', revision: this.#reached });
    this.#told = this.#reached;
    this.#mutations = [];
    this.#bytes = 0;
    return batch;
  }
}
