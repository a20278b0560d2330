import type { Clock } from '../base/clock.ts';
import { Heap } from '../base/heap.ts';

interface Delayed {
  readonly dueMs: number;
  readonly key: string;
}

/** Keys that come due later. One timer serves them all. A key that is added again keeps the earlier time. */
export class DelayedKeys {
  readonly #clock: Clock;
  readonly #heap = new Heap<Delayed>((a, b) => a.dueMs < b.dueMs);
  readonly #dueMs = new Map<string, number>();
  #wake = new AbortController();

  constructor({ clock }: { clock: Clock }) {
    this.#clock = clock;
  }

  get size(): number {
    return this.#dueMs.size;
  }

  add(key: string, delayMs: number): void {
    const dueMs = this.#clock.now() + delayMs;
    const known = this.#dueMs.get(key);
    if (known !== undefined && known <= dueMs) return;
    this.#dueMs.set(key, dueMs);
    const isFirst = dueMs < (this.#heap.peek()?.dueMs ?? Number.POSITIVE_INFINITY);
    this.#heap.push({ dueMs, key });
    if (isFirst) this.#wake.abort();
  }

  /** Hands out keys as they come due, until the signal aborts. */
  async run(due: (key: string) => void, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#wake = new AbortController();
      for (const key of this.#takeDue()) due(key);
      const next = this.#heap.peek();
      // A day is within what timers can do, and waking once a day costs nothing.
      const sleepMs = Math.min(next ? next.dueMs - this.#clock.now() : Number.POSITIVE_INFINITY, 86_400_000);
      await this.#clock.sleep(sleepMs, AbortSignal.any([signal, this.#wake.signal]));
    }
  }

  *#takeDue(): Generator<string> {
    const nowMs = this.#clock.now();
    for (let first = this.#heap.peek(); first && first.dueMs <= nowMs; first = this.#heap.peek()) {
      this.#heap.pop();
      // Otherwise it was overtaken by an earlier time.
      if (this.#dueMs.get(first.key) !== first.dueMs) continue;
      this.#dueMs.delete(first.key);
      yield first.key;
    }
  }
}
