import type { Clock } from '../base/clock.ts';

export interface TurnstileOptions {
  readonly places: number;
  /** Work that takes longer does not keep others waiting any more. It needs a clock. */
  readonly patience?: { readonly ms: number; readonly clock: Clock } | undefined;
}

/** Lets so many through at once; the others wait in line, those first that are in a hurry. */
export class Turnstile {
  readonly #patience: TurnstileOptions['patience'];
  readonly #hurried: (() => void)[] = [];
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor({ places, patience }: TurnstileOptions) {
    this.#free = places;
    this.#patience = patience;
  }

  async pass<T>(work: () => Promise<T>, { hurry = false }: { readonly hurry?: boolean } = {}): Promise<T> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => (hurry ? this.#hurried : this.#waiting).push(resolve));
    const done = new AbortController();
    const leave = this.#leaveOnce();
    void this.#patience?.clock.sleep(this.#patience.ms, done.signal).then(leave);
    try {
      return await work();
    } finally {
      done.abort();
      leave();
    }
  }

  #leaveOnce(): () => void {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const next = this.#hurried.shift() ?? this.#waiting.shift();
      if (next) next();
      else this.#free++;
    };
  }
}
