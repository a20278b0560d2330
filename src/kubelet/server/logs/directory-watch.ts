import { watch, type FSWatcher } from 'node:fs';
import type { Clock } from '../../../base/clock.ts';

/** Wakes whoever waits for something to happen in a directory, by the kernel's word or else by the clock. */
export class DirectoryWatch implements Disposable {
  readonly #clock: Clock;
  readonly #watcher: FSWatcher | undefined;
  #happened = false;
  #wake = new AbortController();

  constructor(directory: string, { clock }: { readonly clock: Clock }) {
    this.#clock = clock;
    try {
      this.#watcher = watch(directory, { persistent: false }, () => this.#ring());
      // What cannot be watched any more is looked at by the clock.
      this.#watcher.on('error', () => {});
    } catch {
      // The node allows a limited number of watches.
      this.#watcher = undefined;
    }
  }

  /** Resolves when something has happened since it last did, when the time is up, or when the signal aborts. */
  async next({ atLatestMs, signal }: { readonly atLatestMs: number; readonly signal: AbortSignal }): Promise<void> {
    if (!this.#happened) {
      this.#wake = new AbortController();
      await this.#clock.sleep(atLatestMs, AbortSignal.any([signal, this.#wake.signal]));
    }
    this.#happened = false;
  }

  [Symbol.dispose](): void {
    this.#watcher?.close();
  }

  #ring(): void {
    this.#happened = true;
    this.#wake.abort();
  }
}
