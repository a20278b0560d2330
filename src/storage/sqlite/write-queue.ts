import type { Revision } from '../store.ts';

/** Without a value, it deletes. */
export interface Write {
  readonly key: string;
  readonly value: Uint8Array | undefined;
  readonly expect: Revision;
}

interface WaitingWrite<Result> extends Write {
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/** While one batch waits for the disk, the next is on its way to it. */
const batchesAtOnce = 2;
const batchWrites = 500;
const batchBytes = 4 * 1024 * 1024;

/** Group commit: writes that come while others wait for the disk go there together. */
export class WriteQueue<Result> {
  readonly #commit: (writes: readonly Write[]) => Promise<readonly Result[]>;
  readonly #committing = new Set<Promise<void>>();
  #waiting: WaitingWrite<Result>[] = [];
  #scheduled = false;

  /** `commit` makes the writes durable and returns what became of each, in their order. */
  constructor(commit: (writes: readonly Write[]) => Promise<readonly Result[]>) {
    this.#commit = commit;
  }

  add(write: Write): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ...write, resolve, reject });
      this.#schedule();
    });
  }

  /** Resolves once nothing is left to write. */
  async drained(): Promise<void> {
    for (;;) {
      if (this.#committing.size > 0) await Promise.race(this.#committing);
      else if (this.#scheduled) await Promise.resolve();
      else return;
    }
  }

  /** Those who write in the same turn of the event loop get into one batch. */
  #schedule(): void {
    if (this.#scheduled || this.#waiting.length === 0 || this.#committing.size >= batchesAtOnce) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      const running = this.#run(this.#takeBatch()).finally(() => {
        this.#committing.delete(running);
        this.#schedule();
      });
      this.#committing.add(running);
      this.#schedule();
    });
  }

  #takeBatch(): WaitingWrite<Result>[] {
    let bytes = 0;
    const end = this.#waiting.findIndex((write, index) => {
      bytes += write.value?.length ?? 0;
      return index >= batchWrites || (index > 0 && bytes > batchBytes);
    });
    return this.#waiting.splice(0, end < 0 ? this.#waiting.length : end);
  }

  async #run(batch: readonly WaitingWrite<Result>[]): Promise<void> {
    try {
      const results = await this.#commit(batch);
      // There are as many results as writes: that is what commit promises.
      batch.forEach((write, index) => write.resolve(results[index] as Result));
    } catch (error) {
      for (const write of batch) write.reject(error);
    }
  }
}
