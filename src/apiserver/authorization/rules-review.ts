import type { User } from '../../model/request.ts';
import { isNode } from './node/identity.ts';
import { rulesFor } from './rbac/grants.ts';
import type { PolicyReader } from './rbac/policy-reader.ts';

export interface RulesReview {
  readonly resourceRules: { verbs: string[]; apiGroups?: string[]; resources?: string[]; resourceNames?: string[] }[];
  readonly nonResourceRules: { verbs: string[]; nonResourceURLs?: string[] }[];
  /** Whether there may be more than is listed. */
  readonly incomplete: boolean;
  readonly evaluationError?: string;
}

/** What a SelfSubjectRulesReview answers: everything a user may do in a namespace, as far as it can be listed. */
export async function reviewRules(user: User, namespace: string, policy: PolicyReader): Promise<RulesReview> {
  const { rules, problems } = await rulesFor(user, namespace, policy);
  const node = isNode(user);
  const errors = [...(node ? ['node authorizer does not support user rule resolution'] : []), ...new Set(problems)];
  return {
    resourceRules: rules.flatMap(({ verbs, apiGroups, resources, resourceNames }) =>
      resources?.length ? [{ verbs, ...(apiGroups && { apiGroups }), resources, ...(resourceNames && { resourceNames }) }] : [],
    ),
    nonResourceRules: rules.flatMap(({ verbs, nonResourceURLs }) => (nonResourceURLs?.length ? [{ verbs, nonResourceURLs }] : [])),
    incomplete: node,
    ...(errors.length > 0 && { evaluationError: errors.join(', ') }),
  };
}
