import type { ClusterRoleBinding, RoleRef, Subject } from '../../../kinds/rbac/cluster-role-binding.ts';
import type { ClusterRole, PolicyRule } from '../../../kinds/rbac/cluster-role.ts';
import type { RoleBinding } from '../../../kinds/rbac/role-binding.ts';
import type { Role } from '../../../kinds/rbac/role.ts';

/** Roles and bindings for tests, with everything irrelevant filled in. */

const apiVersion = 'rbac.authorization.k8s.io/v1';
const apiGroup = 'rbac.authorization.k8s.io';
const stored = (name: string, namespace?: string) => ({
  name,
  ...(namespace !== undefined && { namespace }),
  uid: `uid-of-${name}`,
  resourceVersion: '1',
  creationTimestamp: '2026-01-01T00:00:00Z',
});

export const clusterRole = (name: string, ...rules: PolicyRule[]): ClusterRole => ({
  apiVersion,
  kind: 'ClusterRole',
  metadata: stored(name),
  rules,
});

export const role = (namespace: string, name: string, ...rules: PolicyRule[]): Role => ({
  apiVersion,
  kind: 'Role',
  metadata: stored(name, namespace),
  rules,
});

export const clusterRoleBinding = (name: string, roleName: string, ...subjects: Subject[]): ClusterRoleBinding => ({
  apiVersion,
  kind: 'ClusterRoleBinding',
  metadata: stored(name),
  roleRef: { apiGroup, kind: 'ClusterRole', name: roleName },
  subjects,
});

export const roleBinding = (namespace: string, name: string, roleRef: Omit<RoleRef, 'apiGroup'>, ...subjects: Subject[]): RoleBinding => ({
  apiVersion,
  kind: 'RoleBinding',
  metadata: stored(name, namespace),
  roleRef: { apiGroup, ...roleRef },
  subjects,
});
