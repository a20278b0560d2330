/** Work that nobody waits for at once, but that must have ended before its owner does. */
export class Background {
  readonly #limit: number;
  readonly #running = new Set<Promise<void>>();

  constructor({ limit }: { limit: number }) {
    this.#limit = limit;
  }

  /** The work must deal with its failures itself. */
  start(work: Promise<void>): void {
    const running = work.finally(() => void this.#running.delete(running));
    this.#running.add(running);
  }

  get isFull(): boolean {
    return this.#running.size >= this.#limit;
  }

  /** Resolves when there is room for more. */
  async room(): Promise<void> {
    while (this.isFull) await Promise.race(this.#running);
  }

  async ended(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }
}
