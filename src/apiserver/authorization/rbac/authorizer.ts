import type { Subject } from '../../../kinds/rbac/cluster-role-binding.ts';
import type { User } from '../../../model/request.ts';
import type { Attributes } from '../attributes.ts';
import { allow, noOpinion, type Authorizer, type Decision } from '../decision.ts';
import type { Grant } from './grants.ts';
import type { PolicyReader } from './policy-reader.ts';
import { rememberedGrants } from './remembered-grants.ts';
import { ruleAllows } from './rule.ts';
import { keysOfUser, subjectKey } from './subjects.ts';

/** Allows what a rule of a role allows that is bound to the user or one of the user's groups. */
export function rbacAuthorizer(policy: PolicyReader): Authorizer {
  const grantsOf = rememberedGrants(policy);
  return (attributes) => {
    const grants = grantsOf(attributes.user, attributes.isResource ? attributes.namespace : '');
    return grants instanceof Promise ? grants.then((found) => decisionOf(found, attributes)) : decisionOf(grants, attributes);
  };
}

function decisionOf(grants: readonly Grant[], attributes: Attributes): Decision {
  const problems = new Set<string>();
  for (const grant of grants) {
    if (grant.type === 'broken') problems.add(grant.problem);
    else if (grant.rules.some((rule) => ruleAllows(rule, attributes)))
      return allow(`RBAC: allowed by ${described(grant, attributes.user)}`);
  }
  if (problems.size === 0) return noOpinion();
  const [first = ''] = problems;
  return noOpinion(`RBAC: ${problems.size === 1 ? first : `[${[...problems].join(', ')}]`}`);
}

function described({ binding }: Grant & { type: 'rules' }, user: User): string {
  const { metadata, roleRef, subjects } = binding;
  const namespace = binding.kind === 'RoleBinding' ? (metadata.namespace ?? '') : '';
  const keys = keysOfUser(user);
  const subject = (subjects ?? []).find((each) => keys.includes(subjectKey(each, namespace) ?? ''));
  const name = namespace ? `${metadata.name}/${namespace}` : metadata.name;
  return `${binding.kind} ${JSON.stringify(name)} of ${roleRef.kind} ${JSON.stringify(roleRef.name)} to ${subject ? describedSubject(subject, namespace) : 'nobody'}`;
}

const describedSubject = ({ kind, name, namespace }: Readonly<Subject>, bindingNamespace: string) =>
  `${kind} ${JSON.stringify(kind === 'ServiceAccount' ? `${name}/${namespace || bindingNamespace}` : name)}`;
