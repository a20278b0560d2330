/** The one source of time, so that tests can own it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves early, without throwing, when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal?.addEventListener('abort', done, { once: true });
    }),
};

/** Seconds precision, as Kubernetes writes `metav1.Time`: `2026-01-31T12:00:00Z`. */
export function timestamp(nowMs: number): string {
  const second = Math.floor(nowMs / 1000);
  if (second !== latest.second) latest = { second, text: `${new Date(nowMs).toISOString().slice(0, 19)}Z` };
  return latest.text;
}

/** Every write asks for it several times. */
let latest = { second: Number.NaN, text: '' };

/** Microseconds precision, as Kubernetes writes `metav1.MicroTime`. */
export const microTimestamp = (nowMs: number): string => `${new Date(nowMs).toISOString().slice(0, 23)}000Z`;
