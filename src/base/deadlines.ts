import type { Clock } from './clock.ts';

export interface WithinOptions {
  readonly timeoutMs: number;
  /** What becomes of work that is not done in time. Called then. */
  readonly otherwise: () => Error;
}

interface Waiting {
  readonly dueMs: number;
  giveUp(): void;
}

/**
 * Deadlines for many pieces of work that are nearly always done long before. All that may take equally long share one
 * timer, so that one more costs next to nothing. `withDeadline` is for single pieces.
 */
export class Deadlines {
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  /** By how long they may take; in the order in which their time is up. */
  readonly #waiting = new Map<number, Set<Waiting>>();

  /** Nothing is given up on once the signal has aborted. */
  constructor({ clock, signal }: { clock: Clock; signal: AbortSignal }) {
    this.#clock = clock;
    this.#signal = signal;
  }

  /** The outcome of the work, or a rejection when the time is up. It does not stop the work. */
  async within<T>(work: Promise<T>, { timeoutMs, otherwise }: WithinOptions): Promise<T> {
    const { promise: tooLate, reject } = Promise.withResolvers<never>();
    const waiting = { dueMs: this.#clock.now() + timeoutMs, giveUp: () => reject(otherwise()) };
    const queue = this.#queueOf(timeoutMs);
    queue.add(waiting);
    try {
      return await Promise.race([work, tooLate]);
    } finally {
      queue.delete(waiting);
    }
  }

  #queueOf(timeoutMs: number): Set<Waiting> {
    let queue = this.#waiting.get(timeoutMs);
    if (!queue) {
      queue = new Set();
      this.#waiting.set(timeoutMs, queue);
      void this.#giveUpLate(queue, timeoutMs);
    }
    return queue;
  }

  async #giveUpLate(queue: Set<Waiting>, timeoutMs: number): Promise<void> {
    do {
      const [first] = queue;
      const leftMs = first ? first.dueMs - this.#clock.now() : timeoutMs;
      if (first && leftMs <= 0) {
        queue.delete(first);
        first.giveUp();
      } else {
        await this.#clock.sleep(leftMs, this.#signal);
      }
    } while (queue.size > 0 && !this.#signal.aborted);
    this.#waiting.delete(timeoutMs);
  }
}
