import type { Client } from '../../src/client/client.ts';
import { systemClock } from '../../src/base/clock.ts';
import { ConfigMap } from '../../src/kinds/core/config-map.ts';
import type { Told, WatchLog } from './watch-guarantees.ts';
import { namespace, valueOf } from './workload.ts';

const pauseMs = 20;

export interface WatcherOptions {
  /** The client to use now: servers come and go. */
  readonly client: () => Client;
  readonly signal: AbortSignal;
}

/** Watches, and again from where it ended whenever that fails, until the signal aborts. */
export class Watcher implements WatchLog {
  readonly told: Told[] = [];
  readonly from: number;
  last: number;

  private constructor(from: number) {
    this.from = from;
    this.last = from;
  }

  static async begin({ client }: Pick<WatcherOptions, 'client'>): Promise<Watcher> {
    const { resourceVersion } = await client().list(ConfigMap, { namespace });
    return new Watcher(Number(resourceVersion));
  }

  async run({ client, signal }: WatcherOptions): Promise<void> {
    while (!signal.aborted) {
      try {
        const options = { namespace, after: String(this.last), timeoutSeconds: 1 + (this.told.length % 3), signal };
        for await (const batch of client().watch(ConfigMap, options)) {
          for (const { type, object } of batch) {
            const revision = Number(object.metadata.resourceVersion);
            if (type === 'BOOKMARK') this.told.push({ type: 'bookmark', revision });
            else this.told.push({ type: 'change', what: type, key: object.metadata.name, revision, value: valueOf(object) });
            this.last = Math.max(this.last, revision);
          }
        }
      } catch {
        // The server is away, or has ended the watch.
      }
      await systemClock.sleep(pauseMs, signal);
    }
  }
}
