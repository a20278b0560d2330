import { timestamp, type Clock } from '../../base/clock.ts';
import { LruMap } from '../../base/lru-map.ts';
import type { New } from '../../model/kind.ts';
import type { Event } from '../../kinds/core/event.ts';
import { SpamFilter } from './spam-filter.ts';

/** As upstream: from so many events that differ only in their message within this time on, they become one. */
const similarLimit = 10;
const similarWindowMs = 600_000;
const capacity = 4096;

interface Similar {
  readonly messages: Set<string>;
  lastMs: number;
}

interface Observed {
  readonly name: string;
  readonly count: number;
  readonly firstTimestamp: string;
}

export type Correlated =
  | { readonly type: 'drop' }
  | { readonly type: 'create'; readonly event: New<Event>; readonly key: string }
  | { readonly type: 'count'; readonly event: New<Event>; readonly key: string; readonly name: string };

/** Decides what becomes of an event: equal ones are counted in one object, similar ones combined, too many dropped. */
export class EventCorrelator {
  readonly #clock: Clock;
  readonly #spamFilter: SpamFilter;
  readonly #similar = new LruMap<string, Similar>({ capacity });
  readonly #observed = new LruMap<string, Observed>({ capacity });

  constructor({ clock }: { clock: Clock }) {
    this.#clock = clock;
    this.#spamFilter = new SpamFilter({ clock });
  }

  correlate(given: New<Event>): Correlated {
    const { event, key } = this.#combine(given);
    const known = this.#observed.get(key);
    const count = (known?.count ?? 0) + 1;
    const firstTimestamp = known?.firstTimestamp ?? event.firstTimestamp ?? timestamp(this.#clock.now());
    const counted = { ...event, count, firstTimestamp };
    this.#observed.set(key, { name: known?.name ?? event.metadata.name ?? '', count, firstTimestamp });
    if (!this.#spamFilter.admits(spamKey(event))) return { type: 'drop' };
    return known ? { type: 'count', event: counted, key, name: known.name } : { type: 'create', event: counted, key };
  }

  /** What the server made of it. */
  written(key: string, { metadata, count = 1, firstTimestamp }: Event): void {
    this.#observed.set(key, { name: metadata.name, count, firstTimestamp: firstTimestamp ?? timestamp(this.#clock.now()) });
  }

  #combine(event: New<Event>): { event: New<Event>; key: string } {
    const nowMs = this.#clock.now();
    const similarKey = keyOf(event, event.reason, event.reportingComponent, event.reportingInstance);
    let similar = this.#similar.get(similarKey);
    if (!similar || nowMs - similar.lastMs > similarWindowMs) similar = { messages: new Set(), lastMs: nowMs };
    similar.messages.add(event.message ?? '');
    similar.lastMs = nowMs;
    this.#similar.set(similarKey, similar);
    if (similar.messages.size < similarLimit) {
      return { event, key: keyOf(event, event.involvedObject?.fieldPath, event.reason, event.message) };
    }
    const [oldest] = similar.messages;
    if (oldest !== undefined) similar.messages.delete(oldest);
    return { event: { ...event, message: `(combined from similar events): ${event.message ?? ''}` }, key: similarKey };
  }
}

const spamKey = (event: New<Event>): string => keyOf(event);

const keyOf = ({ source, involvedObject, type }: New<Event>, ...more: (string | undefined)[]): string =>
  JSON.stringify([
    source?.component,
    source?.host,
    involvedObject?.kind,
    involvedObject?.namespace,
    involvedObject?.name,
    involvedObject?.uid,
    involvedObject?.apiVersion,
    type,
    ...more,
  ]);
