import type { Clock } from '../../base/clock.ts';
import { untilAborted } from '../../base/unless-aborted.ts';
import type { Log } from '../../base/log.ts';
import type { Revision } from '../store.ts';
import { isCompacted } from './failure.ts';
import type { Members } from './members.ts';
import { compact, transaction } from './methods.ts';

/** Whose version is the time of the last compaction, and whose value its revision. Shared with upstream's API servers. */
const compactionKey = 'compact_rev_key';

export interface EtcdCompactionOptions {
  readonly members: Members;
  readonly clock: Clock;
  readonly log: Log;
  /** 0 leaves compaction to others. Default: 5 minutes, as upstream. */
  readonly everyMs?: number | undefined;
}

/** What a server knows of the last compaction: how many there have been, and where the store was then. */
export interface CompactionTime {
  readonly version: number;
  readonly revision: Revision;
}

/**
 * Keeps history bounded, among any number of API servers that do the same: whoever finds the version of the key as it was
 * an interval ago raises it, and compacts what was superseded by then. The others take note of the new one.
 */
export const etcdCompaction = ({ members, clock, log, everyMs = 5 * 60_000 }: EtcdCompactionOptions) => ({
  name: 'store-compaction',
  async run(signal: AbortSignal): Promise<void> {
    let last: CompactionTime = { version: 0, revision: 0 };
    if (everyMs === 0) return untilAborted(signal);
    for (;;) {
      await clock.sleep(everyMs, signal);
      if (signal.aborted) return;
      try {
        last = await compactOnce(members, last);
        log.debug(last, 'store compaction considered');
      } catch (error) {
        log.error({ error }, 'store compaction failed');
      }
    }
  },
});

/** Compacts up to the revision of last time, if nobody else has since. */
export async function compactOnce(members: Members, { version, revision }: CompactionTime): Promise<CompactionTime> {
  const { succeeded, header, responses } = await members.call(
    transaction,
    {
      compare: [{ target: 'Version', key: compactionKey, version }],
      success: [{ put: { key: compactionKey, value: Buffer.from(String(revision)) } }],
      failure: [{ range: { key: compactionKey } }],
    },
    { repeatable: false },
  );
  if (!succeeded) return { version: responses[0]?.range?.entries[0]?.version ?? 0, revision: header.revision };
  if (revision > 0) await members.call(compact, { revision }, { repeatable: true }).catch(unlessCompacted);
  return { version: version + 1, revision: header.revision };
}

function unlessCompacted(error: unknown): void {
  if (!isCompacted(error)) throw error;
}
