import type { ClusterRoleBinding, RoleRef } from '../../../kinds/rbac/cluster-role-binding.ts';
import type { PolicyRule } from '../../../kinds/rbac/cluster-role.ts';
import type { RoleBinding } from '../../../kinds/rbac/role-binding.ts';
import type { User } from '../../../model/request.ts';
import type { PolicyReader } from './policy-reader.ts';
import { keysOfUser } from './subjects.ts';

type Binding = Readonly<ClusterRoleBinding> | Readonly<RoleBinding>;

/** What one binding gives to a user: the rules of its role, or the reason why there are none. */
export type Grant =
  | { readonly type: 'rules'; readonly binding: Binding; readonly rules: readonly Readonly<PolicyRule>[] }
  | { readonly type: 'broken'; readonly problem: string };

/** Every binding that applies to a user in a namespace, cluster-wide ones first. Without a namespace only those. */
export async function* grantsFor(user: User, namespace: string, policy: PolicyReader): AsyncGenerator<Grant> {
  const keys = keysOfUser(user);
  const seen = new Set<Binding>();
  for (const key of keys) {
    for (const binding of await policy.clusterRoleBindings(key)) {
      if (!seen.has(binding)) yield grantOf(binding, await rulesOf(binding.roleRef, '', policy));
      seen.add(binding);
    }
  }
  if (namespace === '') return;
  for (const key of keys) {
    for (const binding of await policy.roleBindings(namespace, key)) {
      if (!seen.has(binding)) yield grantOf(binding, await rulesOf(binding.roleRef, namespace, policy));
      seen.add(binding);
    }
  }
}

/** All rules that apply to a user, and why some may be missing. */
export async function rulesFor(user: User, namespace: string, policy: PolicyReader): Promise<{ rules: PolicyRule[]; problems: string[] }> {
  const rules: PolicyRule[] = [];
  const problems: string[] = [];
  for await (const grant of grantsFor(user, namespace, policy)) {
    if (grant.type === 'rules') rules.push(...grant.rules);
    else problems.push(grant.problem);
  }
  return { rules, problems };
}

export type RoleRules =
  | { readonly type: 'rules'; readonly rules: readonly Readonly<PolicyRule>[] }
  | { readonly type: 'broken'; readonly problem: string };

/** The rules of the role a binding in this namespace refers to. */
export async function rulesOf({ kind, name }: Readonly<RoleRef>, namespace: string, policy: PolicyReader): Promise<RoleRules> {
  switch (kind) {
    case 'ClusterRole': {
      const role = await policy.clusterRole(name);
      return role ? { type: 'rules', rules: role.rules ?? [] } : missing('clusterrole', name);
    }
    case 'Role': {
      const role = namespace === '' ? undefined : await policy.role(namespace, name);
      return role ? { type: 'rules', rules: role.rules ?? [] } : missing('role', name);
    }
    default:
      return { type: 'broken', problem: `unsupported role reference kind: ${JSON.stringify(kind)}` };
  }
}

const missing = (resource: string, name: string): RoleRules => ({
  type: 'broken',
  problem: `${resource}.rbac.authorization.k8s.io "${name}" not found`,
});

const grantOf = (binding: Binding, rules: RoleRules): Grant => (rules.type === 'rules' ? { ...rules, binding } : rules);
