import type { Clock } from '../clock.ts';

export interface IdleOptions {
  readonly idleMs: number;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

const looks = 4;

/** Resolves when the count has stood still for that long, or up to a quarter longer; or when the signal aborts. */
export async function untilIdle(count: () => number, { idleMs, signal, clock }: IdleOptions): Promise<void> {
  let seen = count();
  for (let still = 0; still < looks && !signal.aborted; still += 1) {
    await clock.sleep(idleMs / looks, signal);
    if (count() !== seen) still = -1;
    seen = count();
  }
}
