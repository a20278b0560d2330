const firstMs = 1000;
const longestMs = 15 * 60_000;

interface Entry {
  readonly delayMs: number;
  readonly sinceMs: number;
}

/** How long failed pods are left alone: from a second to a quarter of an hour, twice as long each time. */
export class FailureBackoff {
  readonly #entries = new Map<string, Entry>();

  remainingMs(key: string, nowMs: number): number {
    const entry = this.#entries.get(key);
    return entry ? Math.max(0, entry.sinceMs + entry.delayMs - nowMs) : 0;
  }

  /** A pod was removed for having failed. Who was well for long enough starts anew. */
  failed(key: string, nowMs: number): void {
    const entry = this.#entries.get(key);
    const isFresh = entry !== undefined && nowMs - entry.sinceMs <= 2 * longestMs;
    this.#entries.set(key, { delayMs: isFresh ? Math.min(entry.delayMs * 2, longestMs) : firstMs, sinceMs: nowMs });
    if (!entry) this.#forgetOld(nowMs);
  }

  #forgetOld(nowMs: number): void {
    // The map is in the order of first failures, so the first entry that is still of use ends this, at the latest the new one.
    for (const [key, { sinceMs }] of this.#entries) {
      if (nowMs - sinceMs <= 2 * longestMs) return;
      this.#entries.delete(key);
    }
  }
}
