import type { Clock } from '../../base/clock.ts';
import type { Client } from '../../client/client.ts';
import { SubjectAccessReview } from '../../kinds/authorization/subject-access-review.ts';
import type { User } from '../../model/request.ts';
import type { RequestAttributes } from './request-attributes.ts';
import { TimedCache } from './timed-cache.ts';

/** Whether a user may do something to this node. Rejects when that cannot be found out. */
export type Authorize = (user: User, attributes: RequestAttributes) => Promise<boolean>;

/** As upstream's `authorization.webhook`. */
const allowedLifeMs = 5 * 60_000;
const refusedLifeMs = 30_000;

/** The API server is asked, and its answer is remembered for a while. */
export function authorizeBy({
  client,
  clock,
  nodeName,
}: {
  readonly client: Client;
  readonly clock: Clock;
  readonly nodeName: string;
}): Authorize {
  const lifeMs = (allowed: boolean) => (allowed ? allowedLifeMs : refusedLifeMs);
  const reviews = new TimedCache<boolean>({ clock, capacity: 1024, lifeMs });
  return async ({ name, groups, uid, extra }, { verb, subresources }) => {
    for (const subresource of subresources) {
      const spec = {
        user: name,
        groups: [...groups],
        ...(uid !== undefined && { uid }),
        ...(extra && { extra: Object.fromEntries(Object.entries(extra).map(([key, values]) => [key, [...values]])) }),
        resourceAttributes: { verb, version: 'v1', resource: 'nodes', subresource, name: nodeName },
      };
      if (await reviews.get(JSON.stringify(spec), () => review(client, spec))) return true;
    }
    return false;
  };
}

async function review(client: Client, spec: SubjectAccessReview['spec']): Promise<boolean> {
  const { status } = await client.create(SubjectAccessReview, { metadata: {}, spec });
  return status.allowed && !status.denied;
}
