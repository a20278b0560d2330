/**
 * Answers many who ask for the latest with few calls: who asks while a call is under way shares the next one, since the
 * answer that is coming may be older than the question.
 */
export class Latest<Value> {
  readonly #read: () => Promise<Value>;
  #running: Promise<unknown> | undefined;
  #next: Promise<Value> | undefined;

  constructor(read: () => Promise<Value>) {
    this.#read = read;
  }

  get(): Promise<Value> {
    this.#next ??= this.#after(this.#running);
    return this.#next;
  }

  async #after(running: Promise<unknown> | undefined): Promise<Value> {
    // Also lets those of this turn of the event loop come together.
    await running?.catch(() => undefined);
    const reading = this.#read();
    this.#running = reading;
    this.#next = undefined;
    try {
      return await reading;
    } finally {
      if (this.#running === reading) this.#running = undefined;
    }
  }
}
