import type { ApiRequest } from '../model/request.ts';
import type { Feed } from './cache/feed.ts';
import { parseResourceVersion, tooLarge } from './query-options.ts';
import type { ResourceInfo } from './request-info.ts';

/** Verbs that may say how old the answer can be; all others see the present. */
const isRead = (verb: string): verb is 'get' | 'list' | 'watch' => verb === 'get' || verb === 'list' || verb === 'watch';

/** As upstream: how long a request waits for a version that this server has not heard of yet. */
const waitMs = 3000;

/**
 * Lets the caches catch up with what the request has to see. Nothing to do for a store of this process alone; in one that
 * others write to as well, what they have done comes with a delay.
 */
export async function catchUp({ query }: ApiRequest, { verb }: Pick<ResourceInfo, 'verb'>, feed: Feed): Promise<void> {
  if (feed.isAlone) return;
  const asked = isRead(verb) ? parseResourceVersion(query.get('resourceVersion') ?? '', { verb }) : 0;
  const isAny = isRead(verb) && query.get('resourceVersion') === '0';
  const wanted = asked > 0 || isAny ? asked : await feed.latest();
  if (!(await feed.reachedWithin(wanted, waitMs))) throw tooLarge(wanted, feed.revision);
}
