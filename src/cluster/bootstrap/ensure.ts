import { isDeepStrictEqual } from 'node:util';
import type { Client } from '../../client/client.ts';
import { ClusterRoleBinding } from '../../kinds/rbac/cluster-role-binding.ts';
import { ClusterRole, type PolicyRule } from '../../kinds/rbac/cluster-role.ts';
import { RoleBinding } from '../../kinds/rbac/role-binding.ts';
import { Role } from '../../kinds/rbac/role.ts';
import { Namespace } from '../../kinds/core/namespace.ts';
import { PriorityClass } from '../../kinds/scheduling/priority-class.ts';
import { ApiError } from '../../model/errors.ts';
import { defaultFeatureGates, type FeatureGates } from '../../model/features/feature-gates.ts';
import type { Kind, KubeObject, New } from '../../model/kind.ts';
import { clusterRoleBindings } from './cluster-role-bindings.ts';
import { ownClusterRoleBindings, ownClusterRoles, ownRoleBindings, ownRoles } from './own-roles.ts';
import { clusterRoles } from './cluster-roles.ts';
import { controllerRoles } from './controller-roles.ts';
import { gatedControllers, gatedRules } from './gated-controllers.ts';
import { bootstrapMetadata, type BootstrapClusterRole } from './role.ts';
import { roleBindings, roles } from './roles.ts';
import type { BootstrapBinding } from './binding.ts';

const namespaces = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];
const priorityClasses = [
  {
    name: 'system-cluster-critical',
    value: 2_000_000_000,
    description: 'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
  },
  {
    name: 'system-node-critical',
    value: 2_000_001_000,
    description: 'Used for system critical pods that must not be moved from their current node.',
  },
];

/** Makes what every cluster has from its first second on, and keeps it complete when a newer version adds to it. */
export async function ensureBootstrapObjects(client: Client, gates: FeatureGates = defaultFeatureGates): Promise<void> {
  const gated = gatedControllers.filter(({ feature }) => gates.isOn(feature));
  const added = gatedRules.filter(({ feature }) => gates.isOn(feature));
  const rolesOfControllers = controllerRoles.map((role) => {
    const rules = added.filter((each) => each.role === role.name).flatMap((each) => each.rules);
    return role.rules && rules.length > 0 ? { ...role, rules: [...role.rules, ...rules] } : role;
  });
  await Promise.all(
    namespaces.map((name) => ensure(client, Namespace, { metadata: { name, labels: { 'kubernetes.io/metadata.name': name } }, spec: {} })),
  );
  await Promise.all([
    ...priorityClasses.map(({ name, ...rest }) =>
      ensure(client, PriorityClass, { metadata: { name }, preemptionPolicy: 'PreemptLowerPriority', ...rest }),
    ),
    ...[...clusterRoles, ...rolesOfControllers, ...ownClusterRoles, ...gated.map(({ role }) => role)].map((role) =>
      ensure(client, ClusterRole, clusterRoleObject(role), withMissingRules),
    ),
    ...[...clusterRoleBindings, ...ownClusterRoleBindings, ...gated.map(({ binding }) => binding)].map((binding) =>
      ensure(client, ClusterRoleBinding, bindingObject(binding, 'ClusterRole'), withMissingSubjects),
    ),
    ...[...roles, ...ownRoles].map(({ namespace, name, rules }) =>
      ensure(client, Role, { metadata: { ...metadata(name), namespace }, rules: [...rules] }, withMissingRules),
    ),
    ...[...roleBindings, ...ownRoleBindings].map((binding) =>
      ensure(client, RoleBinding, bindingObject(binding, 'Role'), withMissingSubjects),
    ),
  ]);
}

/** Creates the object, or completes the one that is there. */
async function ensure<T extends KubeObject>(
  client: Client,
  kind: Kind<T>,
  wanted: New<T>,
  complete?: (current: T, wanted: New<T>) => T | undefined,
): Promise<void> {
  const ref = { name: wanted.metadata.name ?? '', namespace: wanted.metadata.namespace };
  const current = await client.get(kind, ref).catch(ifNotFound);
  if (!current) {
    await client.create(kind, wanted).catch(ifAlreadyExists);
    return;
  }
  if (current.metadata.annotations?.['rbac.authorization.kubernetes.io/autoupdate'] === 'false') return;
  const next = complete?.(current, wanted);
  if (next) await client.update(kind, next);
}

function ifNotFound(error: unknown): undefined {
  if (!ApiError.is(error, 'NotFound')) throw error;
}

// Another server of the same store was faster.
function ifAlreadyExists(error: unknown): undefined {
  if (!ApiError.is(error, 'AlreadyExists')) throw error;
}

const metadata = (name: string) => ({ name, labels: { ...bootstrapMetadata.labels }, annotations: { ...bootstrapMetadata.annotations } });

function clusterRoleObject({ name, labels, rules, aggregates }: BootstrapClusterRole): New<ClusterRole> {
  const common = metadata(name);
  return {
    metadata: { ...common, labels: { ...common.labels, ...labels } },
    rules: rules ? [...rules] : null,
    ...(aggregates && {
      aggregationRule: { clusterRoleSelectors: aggregates.map((matchLabels) => ({ matchLabels: { ...matchLabels } })) },
    }),
  };
}

const bindingObject = ({ namespace, name, role, subjects }: BootstrapBinding, kind: 'ClusterRole' | 'Role') => ({
  metadata: { ...metadata(name), ...(namespace !== undefined && { namespace }) },
  subjects: [...subjects],
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: role },
});

interface HasRules {
  readonly rules: PolicyRule[] | null;
  readonly aggregationRule?: unknown;
}

function withMissingRules<T extends KubeObject & HasRules>(current: T, { rules, aggregationRule }: HasRules): T | undefined {
  if (aggregationRule) return undefined;
  const missing = (rules ?? []).filter((wanted) => !(current.rules ?? []).some((each) => isDeepStrictEqual(each, wanted)));
  return missing.length > 0 ? { ...current, rules: [...(current.rules ?? []), ...missing] } : undefined;
}

function withMissingSubjects<T extends KubeObject & { subjects?: unknown[] }>(current: T, wanted: { subjects?: unknown[] }): T | undefined {
  const missing = (wanted.subjects ?? []).filter((subject) => !(current.subjects ?? []).some((each) => isDeepStrictEqual(each, subject)));
  return missing.length > 0 ? { ...current, subjects: [...(current.subjects ?? []), ...missing] } : undefined;
}
