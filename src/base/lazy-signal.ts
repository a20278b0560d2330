/**
 * A signal that is made only when somebody asks for it. For what nearly always ends before anybody listens, as most
 * requests do: making a signal, and one that follows another in particular, takes longer than answering a read.
 */
export class LazySignal {
  readonly #parent: { readonly signal: AbortSignal } | undefined;
  #controller: AbortController | undefined;
  #signal: AbortSignal | undefined;
  #reason: { readonly cause: unknown } | undefined;

  /** Aborts with its parent, too, if there is one. */
  constructor(parent?: { readonly signal: AbortSignal }) {
    this.#parent = parent;
  }

  get signal(): AbortSignal {
    if (!this.#signal) {
      const controller = new AbortController();
      if (this.#reason) controller.abort(this.#reason.cause);
      this.#controller = controller;
      this.#signal = this.#parent ? AbortSignal.any([this.#parent.signal, controller.signal]) : controller.signal;
    }
    return this.#signal;
  }

  abort(cause?: unknown): void {
    if (this.#reason) return;
    this.#reason = { cause };
    this.#controller?.abort(cause);
  }
}
