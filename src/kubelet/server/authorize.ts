import type { Clock } from '../../base/clock.ts';
import type { Client } from '../../client/client.ts';
import type { User } from '../../model/request.ts';
import { reviewAccessBy } from '../../runtime/serving/review-access.ts';
import type { RequestAttributes } from './request-attributes.ts';

/** Whether a user may do something to this node. Rejects when that cannot be found out. */
export type Authorize = (user: User, attributes: RequestAttributes) => Promise<boolean>;

/** As upstream's `authorization.webhook` of the kubelet. */
const lives = { allowedLifeMs: 5 * 60_000, refusedLifeMs: 30_000 };

export interface AuthorizeOptions {
  readonly client: Client;
  readonly clock: Clock;
  readonly nodeName: string;
}

export function authorizeBy({ client, clock, nodeName }: AuthorizeOptions): Authorize {
  const reviewAccess = reviewAccessBy({ client, clock, ...lives });
  return async (user, { verb, subresources }) => {
    for (const subresource of subresources) {
      const resourceAttributes = { verb, version: 'v1', resource: 'nodes', subresource, name: nodeName };
      if (await reviewAccess(user, { resourceAttributes })) return true;
    }
    return false;
  };
}
