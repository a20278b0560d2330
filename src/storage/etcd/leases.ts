import type { Clock } from '../../base/clock.ts';

export interface LeasesOptions {
  /** Asks etcd for a lease of so many seconds; resolves with its name. */
  readonly grant: (seconds: number) => Promise<bigint>;
  readonly clock: Clock;
}

interface Lease {
  readonly id: Promise<bigint>;
  readonly endsAtMs: number;
  keys: number;
}

/** As upstream: what is written within such a part of its life, though not of more than so long, shares a lease. */
const sharedPart = 0.05;
const sharedMostMs = 60_000;
const sharedKeys = 1000;

/** Leases of etcd, by which keys go when their time is over. Leases are dear, so many keys share one. */
export class Leases {
  readonly #options: LeasesOptions;
  /** The latest of each length of life. */
  readonly #latest = new Map<number, Lease>();

  constructor(options: LeasesOptions) {
    this.#options = options;
  }

  /** A lease for one more key, which lives at least so long, and a little longer at most. */
  get(lifeMs: number): Promise<bigint> {
    const nowMs = this.#options.clock.now();
    const sharedMs = Math.min(lifeMs * sharedPart, sharedMostMs);
    const known = this.#latest.get(lifeMs);
    if (known && nowMs + lifeMs < known.endsAtMs && known.keys < sharedKeys) {
      known.keys++;
      return known.id;
    }
    const totalSeconds = Math.ceil((lifeMs + sharedMs) / 1000);
    const id = this.#options.grant(totalSeconds);
    this.#latest.set(lifeMs, { id, endsAtMs: nowMs + totalSeconds * 1000, keys: 1 });
    id.catch(() => this.forget(lifeMs));
    return id;
  }

  /** After etcd has lost a lease, as when it was restored from a copy. */
  forget(lifeMs: number): void {
    this.#latest.delete(lifeMs);
  }
}
