import { systemClock } from '../../src/base/clock.ts';

export interface UntilOptions {
  readonly timeoutMs?: number;
  readonly everyMs?: number;
}

/** Asks again and again until the answer is something, and gives it; errors are answers not to be had yet. Fails after a while. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
  { timeoutMs = 60_000, everyMs = 50 }: UntilOptions = {},
): Promise<T> {
  const deadlineMs = systemClock.now() + timeoutMs;
  for (;;) {
    let why: unknown;
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
    } catch (error) {
      why = error;
    }
    if (systemClock.now() > deadlineMs) throw new Error(`not within ${timeoutMs / 1000} s: ${what}`, { cause: why });
    await systemClock.sleep(everyMs);
  }
}
