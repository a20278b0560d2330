import type { Clock } from '../../base/clock.ts';
import { LruMap } from '../../base/lru-map.ts';

/** As upstream: so many events at once about one object from one source, then one every five minutes. */
const burst = 25;
const refillMs = 300_000;
const capacity = 4096;

interface Bucket {
  readonly tokens: number;
  readonly filledMs: number;
}

/** Holds back sources that cannot stop talking about one object. */
export class SpamFilter {
  readonly #clock: Clock;
  readonly #buckets = new LruMap<string, Bucket>({ capacity });

  constructor({ clock }: { clock: Clock }) {
    this.#clock = clock;
  }

  /** Whether one more event under this key may pass. */
  admits(key: string): boolean {
    const nowMs = this.#clock.now();
    const bucket = this.#buckets.get(key) ?? { tokens: burst, filledMs: nowMs };
    const tokens = Math.min(burst, bucket.tokens + (nowMs - bucket.filledMs) / refillMs);
    const admitted = tokens >= 1;
    this.#buckets.set(key, { tokens: admitted ? tokens - 1 : tokens, filledMs: nowMs });
    return admitted;
  }
}
