import { systemClock, type Clock } from './clock.ts';

export class DeadlineExceededError extends Error {
  override readonly name = 'DeadlineExceededError';
}

export interface DeadlineOptions {
  readonly timeoutMs: number;
  /** What did not happen in time, which becomes the message, or the error itself. */
  readonly otherwise: string | (() => Error);
  readonly signal?: AbortSignal | undefined;
  readonly clock?: Clock | undefined;
}

/** The outcome of the work, or a rejection when the time is up or the signal aborts. It does not stop the work. */
export async function withDeadline<T>(work: Promise<T>, options: DeadlineOptions): Promise<T> {
  const { timeoutMs, otherwise, signal, clock = systemClock } = options;
  const settled = new AbortController();
  const waking = signal ? AbortSignal.any([signal, settled.signal]) : settled.signal;
  const tooLate = clock.sleep(timeoutMs, waking).then(() => {
    signal?.throwIfAborted();
    throw typeof otherwise === 'string' ? new DeadlineExceededError(otherwise) : otherwise();
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    settled.abort();
  }
}
