export interface BackoffOptions {
  readonly firstMs: number;
  readonly maxMs: number;
}

interface Entry {
  readonly delayMs: number;
  readonly updatedMs: number;
}

/**
 * How long to wait before something that failed is tried again: longer each time, up to a maximum, and from the beginning once
 * it has been well for twice that long. Times are given by the caller.
 */
export class Backoff {
  readonly #options: BackoffOptions;
  readonly #entries = new Map<string, Entry>();

  constructor(options: BackoffOptions) {
    this.#options = options;
  }

  /** Notes a try that followed what happened at the given time. */
  next(key: string, { eventMs, nowMs }: { readonly eventMs: number; readonly nowMs: number }): void {
    const { firstMs, maxMs } = this.#options;
    const entry = this.#live(key, eventMs);
    this.#entries.set(key, { delayMs: entry ? Math.min(entry.delayMs * 2, maxMs) : firstMs, updatedMs: nowMs });
  }

  /** The delay in force for what happened at the given time; undefined when it may be tried at once. */
  delayMs(key: string, eventMs: number): number | undefined {
    return this.#live(key, eventMs)?.delayMs;
  }

  /** Until when to wait after the last try; undefined when that is over. */
  waitUntilMs(key: string, nowMs: number): number | undefined {
    const entry = this.#live(key, nowMs);
    const untilMs = entry && entry.updatedMs + entry.delayMs;
    return untilMs !== undefined && nowMs < untilMs ? untilMs : undefined;
  }

  forget(key: string): void {
    this.#entries.delete(key);
  }

  /** Drops what is over, so that the keys of the past do not add up. */
  sweep(nowMs: number): void {
    for (const key of this.#entries.keys()) if (!this.#live(key, nowMs)) this.#entries.delete(key);
  }

  #live(key: string, eventMs: number): Entry | undefined {
    const entry = this.#entries.get(key);
    return entry && eventMs - entry.updatedMs <= this.#options.maxMs * 2 ? entry : undefined;
  }
}
