import { WatchQueue } from './watch-queue.ts';
import { keyOf } from './mutation.ts';
import type { Change, Mutation, Revision } from './store.ts';

/** Enough for a reader that is busy for a while in a large cluster. */
const defaultCapacityBytes = 64 * 1024 * 1024;

export interface WatchersOptions {
  /** What may wait for one reader before its watch is ended. */
  readonly capacityBytes?: number | undefined;
}

export interface JoinOptions {
  /** Where the history ends, and live changes take over: the revision published last. */
  readonly from: Revision;
  readonly signal: AbortSignal;
  /** The changes up to `from`. */
  readonly history: Iterable<readonly Change[]> | AsyncIterable<readonly Change[]>;
}

/** Everyone who watches an embedded store, and the one place that tells them. */
export class Watchers {
  readonly #queues = new Set<WatchQueue>();
  readonly #capacityBytes: number;
  #flushing = false;

  constructor({ capacityBytes = defaultCapacityBytes }: WatchersOptions = {}) {
    this.#capacityBytes = capacityBytes;
  }

  async *join(prefix: string, { from, signal, history }: JoinOptions): AsyncGenerator<readonly Change[]> {
    if (signal.aborted) return;
    const queue = new WatchQueue({ prefix, from, capacityBytes: this.#capacityBytes });
    const end = () => queue.end();
    signal.addEventListener('abort', end, { once: true });
    this.#queues.add(queue);
    try {
      for await (const batch of history) {
        if (signal.aborted) return;
        yield batch;
      }
      if (!signal.aborted) yield [{ type: 'progress', revision: from }];
      yield* queue.batches();
    } finally {
      signal.removeEventListener('abort', end);
      this.#queues.delete(queue);
    }
  }

  /** Queues the mutations at once, in order. Those whom none concerns hear of the progress once the event loop comes round. */
  publish(mutations: readonly Mutation[], revision: Revision): void {
    for (const queue of this.#queues) {
      for (const mutation of mutations) queue.offer(mutation, keyOf(mutation));
      queue.reach(revision);
    }
    if (this.#flushing || this.#queues.size === 0) return;
    this.#flushing = true;
    setImmediate(() => {
      this.#flushing = false;
      for (const queue of this.#queues) queue.flush();
    });
  }

  /** Ends every watch with the failure. */
  end(failure: Error): void {
    for (const queue of this.#queues) queue.end(failure);
  }
}
