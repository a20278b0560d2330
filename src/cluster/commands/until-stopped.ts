import { systemClock } from '../../base/clock.ts';
import { collectWhenIdle } from './idle-collection.ts';

/** Runs something until it ends or the process is asked to stop; asking twice ends it at once. */
export async function untilStopped(run: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const stopping = new AbortController();
  const stop = () => {
    if (stopping.signal.aborted) process.exit(130);
    stopping.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  const ended = new AbortController();
  void collectWhenIdle({ clock: systemClock, signal: AbortSignal.any([stopping.signal, ended.signal]) });
  try {
    await run(stopping.signal);
  } finally {
    ended.abort();
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}
