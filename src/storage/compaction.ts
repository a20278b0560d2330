import type { Clock } from '../base/clock.ts';
import { untilAborted } from '../base/unless-aborted.ts';
import type { Log } from '../base/log.ts';
import type { Store } from './store.ts';

export interface CompactionOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** History is kept for between one and two of these, and for ever by 0. Default: 5 minutes, as kube-apiserver has it for etcd. */
  readonly everyMs?: number | undefined;
}

/** Keeps history bounded: from time to time, forgets what was superseded before the last time. */
export const automaticCompaction = ({ store, clock, log, everyMs = 5 * 60_000 }: CompactionOptions) => ({
  name: 'store-compaction',
  async run(signal: AbortSignal): Promise<void> {
    if (everyMs === 0) return untilAborted(signal);
    for (;;) {
      const revision = await store.revision();
      await clock.sleep(everyMs, signal);
      if (signal.aborted) return;
      try {
        await store.compact(revision);
        log.debug({ revision }, 'store compacted');
      } catch (error) {
        if (store.broken.aborted) throw error;
        // There may be no room, or no connection, for now.
        log.error({ error, revision }, 'store compaction failed');
      }
    }
  },
});
