/** A bounded queue one side pushes into and the other iterates over. Closing it ends the iteration after what is left. */
export class Channel<T> implements AsyncIterable<T> {
  #items: T[] = [];
  readonly #capacity: number;
  #closed = false;
  #failure: unknown;
  #wake: (() => void) | undefined;
  #taken: (() => void) | undefined;

  constructor({ capacity = Number.POSITIVE_INFINITY }: { capacity?: number } = {}) {
    this.#capacity = capacity;
  }

  /** Returns false when the reader is too slow to be kept: the caller decides what that costs it. */
  push(item: T): boolean {
    if (this.#closed || this.#items.length >= this.#capacity) return false;
    this.#items.push(item);
    this.#wake?.();
    return true;
  }

  close(failure?: unknown): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#failure = failure;
    this.#wake?.();
    this.#taken?.();
  }

  /** Resolves once the reader has taken all there is, or when the channel is closed. For one writer at a time. */
  async drained(): Promise<void> {
    if (this.#items.length === 0 || this.#closed) return;
    await new Promise<void>((resolve) => (this.#taken = resolve));
    this.#taken = undefined;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    for await (const batch of this.batches()) yield* batch;
  }

  /** Everything that has gathered since the last batch, never empty. */
  async *batches(): AsyncGenerator<readonly T[]> {
    for (;;) {
      if (this.#items.length > 0) {
        const batch = this.#items;
        this.#items = [];
        this.#taken?.();
        yield batch;
        continue;
      }
      if (this.#failure !== undefined) throw this.#failure;
      if (this.#closed) return;
      await new Promise<void>((resolve) => (this.#wake = resolve));
      this.#wake = undefined;
    }
  }
}
