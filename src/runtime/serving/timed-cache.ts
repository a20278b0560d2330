import type { Clock } from '../../base/clock.ts';
import { LruMap } from '../../base/lru-map.ts';

interface Entry<V> {
  readonly value: Promise<V>;
  /** Set once the value is known. */
  expiresAtMs: number;
}

export interface TimedCacheOptions<V> {
  readonly clock: Clock;
  readonly capacity: number;
  readonly lifeMs: (value: V) => number;
}

/** Remembers answers for a time that depends on them. Those who ask the same at once share one answer; failures are not kept. */
export class TimedCache<V> {
  readonly #options: TimedCacheOptions<V>;
  readonly #entries: LruMap<string, Entry<V>>;

  constructor(options: TimedCacheOptions<V>) {
    this.#options = options;
    this.#entries = new LruMap(options);
  }

  async get(key: string, ask: () => Promise<V>): Promise<V> {
    const { clock, lifeMs } = this.#options;
    const known = this.#entries.get(key);
    if (known && clock.now() < known.expiresAtMs) return await known.value;
    const entry: Entry<V> = { value: ask(), expiresAtMs: Number.POSITIVE_INFINITY };
    this.#entries.set(key, entry);
    try {
      const value = await entry.value;
      entry.expiresAtMs = clock.now() + lifeMs(value);
      return value;
    } catch (error) {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
      throw error;
    }
  }
}
