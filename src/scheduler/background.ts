/** Work that nobody waits for at once, but that must have ended before its owner does. */
export class Background {
  readonly #limit: number;
  readonly #running = new Set<Promise<void>>();
  readonly #waiting = new Set<Promise<void>>();
  readonly #broken = Promise.withResolvers<never>();

  constructor({ limit }: { limit: number }) {
    this.#limit = limit;
    // Who owns it may have ended already.
    this.#broken.promise.catch(() => {});
  }

  /** Expected failures are the work's own business; any other one breaks the owner. */
  start(work: Promise<void>): void {
    this.#add(work, this.#running);
  }

  /** Likewise, for work that mostly waits for others: there may be any amount of it. */
  startWaiting(work: Promise<void>): void {
    this.#add(work, this.#waiting);
  }

  #add(work: Promise<void>, to: Set<Promise<void>>): void {
    const running = work.catch((error: unknown) => this.#broken.reject(error)).finally(() => void to.delete(running));
    to.add(running);
  }

  /** Never resolves; rejects when some work failed. */
  get broken(): Promise<never> {
    return this.#broken.promise;
  }

  get isFull(): boolean {
    return this.#running.size >= this.#limit;
  }

  /** Resolves when there is room for more. */
  async room(): Promise<void> {
    while (this.isFull) await Promise.race(this.#running);
  }

  async ended(): Promise<void> {
    while (this.#running.size + this.#waiting.size > 0) await Promise.all([...this.#running, ...this.#waiting]);
  }
}
