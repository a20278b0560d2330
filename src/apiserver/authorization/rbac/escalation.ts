import type { ClusterRoleBinding } from '../../../kinds/rbac/cluster-role-binding.ts';
import type { ClusterRole, PolicyRule } from '../../../kinds/rbac/cluster-role.ts';
import type { RoleBinding } from '../../../kinds/rbac/role-binding.ts';
import type { Role } from '../../../kinds/rbac/role.ts';
import { ApiError, forbidden as forbiddenAbout, notFound } from '../../../model/errors.ts';
import type { User } from '../../../model/request.ts';
import { mastersGroup } from '../../authentication/user.ts';
import { resourceAttributes } from '../attributes.ts';
import { decide, type Authorizer } from '../decision.ts';
import { compacted, describedRule, quotedList, uncovered } from './covers.ts';
import { rulesFor, rulesOf } from './grants.ts';
import type { PolicyReader } from './policy-reader.ts';

const group = 'rbac.authorization.k8s.io';
const everything: readonly PolicyRule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
];

export interface EscalationContext {
  readonly user: User;
  readonly policy: PolicyReader;
  readonly authorizers: readonly Authorizer[];
}

/**
 * Nobody gives away what they do not have: throws when a role would hold more than its writer may do, unless the writer
 * may `escalate` roles.
 */
export async function checkRoleWrite(
  role: Readonly<Role> | Readonly<ClusterRole>,
  { previous, ...context }: EscalationContext & { readonly previous?: Readonly<Role> | Readonly<ClusterRole> | undefined },
): Promise<void> {
  const { user, authorizers } = context;
  const plural = role.kind === 'ClusterRole' ? 'clusterroles' : 'roles';
  const { name, namespace = '' } = role.metadata;
  if (user.groups.includes(mastersGroup) || isOnlyGarbageCollection(role, previous)) return;
  // What is created has no name yet as far as permissions go.
  const asked = resourceAttributes(user, {
    verb: 'escalate',
    group,
    version: '*',
    resource: plural,
    namespace,
    name: previous ? name : '',
  });
  if ((await decide(asked, authorizers)).type === 'allow') return;

  const about = { group, plural, name };
  const missing = await missingRights(role.rules ?? [], namespace, context);
  if (missing !== undefined) throw forbiddenAbout(about, missing);
  // A rule that gathers the rules of other roles can come to hold anything.
  if ((aggregates(role) || (previous && aggregates(previous))) && (await missingRights(everything, namespace, context)) !== undefined) {
    throw forbiddenAbout(about, 'must have cluster-admin privileges to use the aggregationRule');
  }
}

/** The same for bindings: their writer has to have what the role holds, or may `bind` the role. */
export async function checkBindingWrite(
  binding: Readonly<RoleBinding> | Readonly<ClusterRoleBinding>,
  { previous, ...context }: EscalationContext & { readonly previous?: Readonly<RoleBinding> | Readonly<ClusterRoleBinding> | undefined },
): Promise<void> {
  const { user, authorizers, policy } = context;
  const { roleRef, metadata } = binding;
  const namespace = binding.kind === 'RoleBinding' ? (metadata.namespace ?? '') : '';
  if (user.groups.includes(mastersGroup) || isOnlyGarbageCollection(binding, previous)) return;
  const target = roleRef.kind === 'ClusterRole' ? 'clusterroles' : roleRef.kind === 'Role' ? 'roles' : undefined;
  if (target) {
    const { apiGroup = '', name } = roleRef;
    const asked = resourceAttributes(user, { verb: 'bind', group: apiGroup, version: '*', resource: target, namespace, name });
    if ((await decide(asked, authorizers)).type === 'allow') return;
  }
  const rules = await rulesOf(roleRef, namespace, policy);
  if (rules.type === 'broken') throw brokenReference(rules.problem, { target, name: roleRef.name });
  const missing = await missingRights(rules.rules, namespace, context);
  const plural = binding.kind === 'RoleBinding' ? 'rolebindings' : 'clusterrolebindings';
  if (missing !== undefined) throw forbiddenAbout({ group, plural, name: metadata.name }, missing);
}

async function missingRights(
  wanted: readonly PolicyRule[],
  namespace: string,
  { user, policy }: Pick<EscalationContext, 'user' | 'policy'>,
): Promise<string | undefined> {
  const { rules, problems } = await rulesFor(user, namespace, policy);
  const missing = uncovered(rules, wanted);
  if (missing.length === 0) return undefined;
  const lines = [...new Set(compacted(missing).map(describedRule))].toSorted();
  const who = `user ${JSON.stringify(user.name)} (groups=${quotedList(user.groups)})`;
  const also = problems.length > 0 ? `; resolution errors: [${[...new Set(problems)].join(', ')}]` : '';
  return `${who} is attempting to grant RBAC permissions not currently held:\n${lines.join('\n')}${also}`;
}

function brokenReference(problem: string, { target, name }: { target: string | undefined; name: string }): ApiError {
  return target ? notFound({ group, plural: target.slice(0, -1), name }) : new ApiError('InternalError', problem);
}

const aggregates = (role: Readonly<Role> | Readonly<ClusterRole>) =>
  'aggregationRule' in role && (role.aggregationRule?.clusterRoleSelectors?.length ?? 0) > 0;

/** The garbage collector may take its marks off any object: nothing but finalizers and owners changes. */
function isOnlyGarbageCollection<T extends Role | ClusterRole | RoleBinding | ClusterRoleBinding>(
  next: Readonly<T>,
  previous: Readonly<T> | undefined,
): boolean {
  return previous !== undefined && withoutMarks(next) === withoutMarks(previous);
}

function withoutMarks({ metadata, ...rest }: { readonly metadata: object }): string {
  return canonical({
    ...rest,
    metadata: { ...metadata, finalizers: 0, ownerReferences: 0, managedFields: 0, selfLink: 0, resourceVersion: 0 },
  });
}

/** Texts are equal when values are, whatever the order of their fields. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
