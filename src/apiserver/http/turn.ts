/**
 * Lets those that come in one turn of the event loop go on together, each of their stages one after the other, instead of each
 * of them from its beginning to its end. The code of a stage is then in the processor's caches for all but the first: under
 * load that halves what a request costs. See docs/decisions/0006-requests-in-step.md.
 */
export class Turn {
  #end: Promise<void> | undefined;

  /** Resolves when this turn's input has been read: at once when nothing else has come. */
  end(): Promise<void> {
    this.#end ??= new Promise((resolve) => {
      setImmediate(() => {
        this.#end = undefined;
        resolve();
      });
    });
    return this.#end;
  }
}
