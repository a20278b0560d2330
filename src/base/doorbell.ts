import type { Clock } from './clock.ts';

/** One loop waits here for something to do; any number of others ring. A ring while nobody waits is not lost. */
export class Doorbell {
  readonly #clock: Clock;
  #rung = false;
  #wake: (() => void) | undefined;

  constructor({ clock }: { clock: Clock }) {
    this.#clock = clock;
  }

  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  /** Resolves when somebody rings, or has since last time; when the time is up; or when the signal aborts. */
  async wait(timeoutMs: number, signal: AbortSignal): Promise<void> {
    if (!this.#rung && !signal.aborted) {
      const waking = new AbortController();
      this.#wake = () => waking.abort();
      await this.#clock.sleep(timeoutMs, AbortSignal.any([signal, waking.signal]));
      this.#wake = undefined;
    }
    this.#rung = false;
  }
}
