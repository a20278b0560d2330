/**
 * Lets those that come in one turn of the event loop go on together, each of their stages one after the other, instead of each
 * of them from its beginning to its end. The code of a stage is then in the processor's caches for all but the first: under
 * load that halves what a request costs. See docs/decisions/0006-requests-in-step.md.
 *
 * No more than so many go on in one turn, so that the event loop comes round.
 */
export class Turn {
  readonly #atOnce: number;
  readonly #waiting: (() => void)[] = [];
  #passed = 0;
  #isComing = false;

  constructor({ atOnce }: { readonly atOnce: number }) {
    this.#atOnce = atOnce;
  }

  /** Resolves when this turn's input has been read, or in a later turn when too much has. */
  end(): Promise<void> {
    this.#next();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Nothing for those who may go on at once, as few may in each turn. */
  pass(): Promise<void> | undefined {
    if (this.#passed >= this.#atOnce || this.#waiting.length > 0) return this.end();
    this.#passed += 1;
    this.#next();
    return undefined;
  }

  #next(): void {
    if (this.#isComing) return;
    this.#isComing = true;
    setImmediate(() => {
      this.#isComing = false;
      const now = this.#waiting.splice(0, this.#atOnce);
      this.#passed = now.length;
      if (now.length > 0) this.#next();
      for (const resolve of now) resolve();
    });
  }
}
