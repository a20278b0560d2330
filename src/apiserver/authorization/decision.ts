import type { Attributes } from './attributes.ts';

/** Only an allowance lets a request pass; a denial ends the search, no opinion goes on with it. */
export interface Decision {
  readonly type: 'allow' | 'deny' | 'no opinion';
  /** Shown to those who are refused, and in access reviews. */
  readonly reason: string;
}

export type Authorizer = (attributes: Attributes) => Decision | Promise<Decision>;

export const allow = (reason = ''): Decision => ({ type: 'allow', reason });
export const deny = (reason = ''): Decision => ({ type: 'deny', reason });
export const noOpinion = (reason = ''): Decision => ({ type: 'no opinion', reason });

/** Asks the authorizers in order, until one allows or denies. */
export async function decide(attributes: Attributes, authorizers: readonly Authorizer[]): Promise<Decision> {
  const reasons: string[] = [];
  for (const authorizer of authorizers) {
    const decision = await authorizer(attributes);
    if (decision.type === 'allow') return decision;
    if (decision.reason !== '') reasons.push(decision.reason);
    if (decision.type === 'deny') return deny(reasons.join('\n'));
  }
  return noOpinion(reasons.join('\n'));
}
