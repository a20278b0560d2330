import type { Clock } from '../base/clock.ts';
import { Event } from '../kinds/core/event.ts';
import { ApiError } from '../model/errors.ts';
import type { Feed } from './cache/feed.ts';
import type { Resource } from './resource.ts';

/** As upstream: how long an event is kept after it was last written. */
export const defaultEventLifeMs = 60 * 60_000;
/** Where the store does that by itself, those are left whose lives it does not know: of an older version, for example. */
const leftMs = 10 * 60_000;
const sweepEveryMs = 60_000;
/** How many are removed at a time. */
const width = 64;

export interface EventExpiryOptions {
  readonly resourceOf: (group: string, plural: string) => Resource | undefined;
  readonly feed: Pick<Feed, 'revision'>;
  readonly lifeMs: number;
  /** Whether the store forgets them by itself. */
  readonly endsLives: boolean;
  readonly clock: Clock;
}

/** Forgets events whose time is over, until the signal aborts. */
export async function expireEvents(options: EventExpiryOptions, signal: AbortSignal): Promise<void> {
  const { resourceOf, feed, clock } = options;
  const lifeMs = options.lifeMs + (options.endsLives ? leftMs : 0);
  const events = resourceOf(Event.group, Event.plural);
  if (!events) return;
  // Revisions tell when an event was written without reading it. After a restart all of them get another hour.
  const past: { readonly atMs: number; readonly revision: number }[] = [];
  while (!signal.aborted) {
    past.push({ atMs: clock.now(), revision: feed.revision });
    await clock.sleep(sweepEveryMs, signal);
    let expired = 0;
    while (past[0] && past[0].atMs <= clock.now() - lifeMs) expired = past.shift()?.revision ?? 0;
    if (expired > 0 && !signal.aborted) await removeWrittenUpTo(expired, { events, signal });
  }
}

async function removeWrittenUpTo(revision: number, { events, signal }: { events: Resource; signal: AbortSignal }): Promise<void> {
  await events.cache.load();
  const expired = [...events.cache.entries()].filter(([, stored]) => stored.revision <= revision);
  for (let start = 0; start < expired.length && !signal.aborted; start += width) {
    await Promise.all(expired.slice(start, start + width).map(([key, stored]) => remove(key, stored.revision, events)));
  }
}

/** Unless it is written again at this moment. */
async function remove(key: string, revision: number, events: Resource): Promise<void> {
  const [namespace = '', name = ''] = key.split('/');
  try {
    await events.remove({ namespace, name }, revision);
  } catch (error) {
    if (!ApiError.is(error, 'NotFound')) throw error;
  }
}
