import type { Clock } from '../base/clock.ts';
import { DelayedKeys } from './delayed-keys.ts';
import { unobserved, type QueueObserver } from './queue-observer.ts';

export interface Work {
  readonly afterMs?: number;
}

export interface WorkQueueOptions {
  readonly clock: Clock;
  readonly observer?: QueueObserver | undefined;
  /** Delay after the first failure in a row; doubles with each. */
  readonly firstRetryMs?: number | undefined;
  readonly maxRetryMs?: number | undefined;
}

/**
 * Hands out keys, each to one worker at a time. Adding a key twice before it is taken does it once; adding it while it is
 * worked on does it again afterwards. A key whose work throws is tried again, later each time.
 */
export class WorkQueue {
  readonly #clock: Clock;
  readonly #observer: QueueObserver;
  readonly #firstRetryMs: number;
  readonly #maxRetryMs: number;
  /** Keys that wait, in order, with when they came. */
  readonly #ready = new Map<string, number>();
  readonly #active = new Set<string>();
  readonly #again = new Set<string>();
  readonly #failures = new Map<string, number>();
  readonly #delayed: DelayedKeys;
  #wake: (() => void) | undefined;

  constructor({ clock, observer = unobserved, firstRetryMs = 5, maxRetryMs = 1_000_000 }: WorkQueueOptions) {
    this.#clock = clock;
    this.#observer = observer;
    this.#firstRetryMs = firstRetryMs;
    this.#maxRetryMs = maxRetryMs;
    this.#delayed = new DelayedKeys({ clock });
  }

  /** How many keys wait to be taken now. */
  get depth(): number {
    return this.#ready.size;
  }

  /** Nothing to do now, nothing being done. Keys may still come due later. */
  get isIdle(): boolean {
    return this.#ready.size === 0 && this.#active.size === 0;
  }

  add(key: string): void {
    if (this.#active.has(key)) {
      this.#again.add(key);
      return;
    }
    if (this.#ready.has(key)) return;
    this.#ready.set(key, this.#clock.now());
    this.#observer.added();
    this.#observer.depth(this.#ready.size);
    this.#wake?.();
  }

  addAfter(key: string, delayMs: number): void {
    if (delayMs <= 0) this.add(key);
    else this.#delayed.add(key, delayMs);
  }

  /** Works on keys, at most `workers` at once, until the signal aborts and the last one is done. */
  async run(
    work: (key: string) => Promise<Work | void>,
    { signal, workers = 1 }: { signal: AbortSignal; workers?: number },
  ): Promise<void> {
    const wake = () => this.#wake?.();
    signal.addEventListener('abort', wake, { once: true });
    const delays = this.#delayed.run((key) => this.add(key), signal);
    const inFlight = new Set<Promise<void>>();
    while (!signal.aborted) {
      const key = inFlight.size < workers ? this.#take() : undefined;
      if (key === undefined) {
        await new Promise<void>((resolve) => (this.#wake = resolve));
        this.#wake = undefined;
        continue;
      }
      const job = this.#workOn(key, work).finally(() => {
        inFlight.delete(job);
        this.#wake?.();
      });
      inFlight.add(job);
    }
    await Promise.all([...inFlight, delays]);
  }

  async #workOn(key: string, work: (key: string) => Promise<Work | void>): Promise<void> {
    const startedMs = this.#clock.now();
    try {
      const result = await work(key);
      this.#failures.delete(key);
      if (result?.afterMs !== undefined) this.#delayed.add(key, result.afterMs);
    } catch {
      this.#delayed.add(key, this.#retryMs(key));
      this.#observer.retried();
    } finally {
      this.#observer.done(key, this.#clock.now() - startedMs);
      this.#active.delete(key);
      if (this.#again.delete(key)) this.add(key);
    }
  }

  #retryMs(key: string): number {
    const failures = this.#failures.get(key) ?? 0;
    this.#failures.set(key, failures + 1);
    return Math.min(this.#firstRetryMs * 2 ** failures, this.#maxRetryMs);
  }

  #take(): string | undefined {
    const first = this.#ready.entries().next().value;
    if (first === undefined) return undefined;
    const [key, addedMs] = first;
    this.#ready.delete(key);
    this.#active.add(key);
    this.#observer.depth(this.#ready.size);
    this.#observer.taken(key, this.#clock.now() - addedMs);
    return key;
  }
}
