import type { Clock } from '../../base/clock.ts';
import type { Client } from '../../client/client.ts';
import { SubjectAccessReview } from '../../kinds/authorization/subject-access-review.ts';
import type { User } from '../../model/request.ts';
import { TimedCache } from './timed-cache.ts';

type Spec = SubjectAccessReview['spec'];

/** What somebody wants to do: something to a resource, or to a path that is none. */
export type WantedAccess = Pick<Spec, 'resourceAttributes' | 'nonResourceAttributes'>;

/** Whether a user may do something. Rejects when that cannot be found out. */
export type ReviewAccess = (user: User, wanted: WantedAccess) => Promise<boolean>;

export interface ReviewAccessOptions {
  readonly client: Client;
  readonly clock: Clock;
  /** How long answers are remembered. */
  readonly allowedLifeMs: number;
  readonly refusedLifeMs: number;
}

/** The API server is asked, and its answer is remembered for a while. */
export function reviewAccessBy({ client, clock, allowedLifeMs, refusedLifeMs }: ReviewAccessOptions): ReviewAccess {
  const reviews = new TimedCache<boolean>({ clock, capacity: 1024, lifeMs: (allowed) => (allowed ? allowedLifeMs : refusedLifeMs) });
  return ({ name, groups, uid, extra }, wanted) => {
    const spec: Spec = {
      user: name,
      groups: [...groups],
      ...(uid !== undefined && { uid }),
      ...(extra && { extra: Object.fromEntries(Object.entries(extra).map(([key, values]) => [key, [...values]])) }),
      ...wanted,
    };
    return reviews.get(JSON.stringify(spec), () => review(client, spec));
  };
}

async function review(client: Client, spec: Spec): Promise<boolean> {
  const { status } = await client.create(SubjectAccessReview, { metadata: {}, spec });
  return status.allowed && !status.denied;
}
