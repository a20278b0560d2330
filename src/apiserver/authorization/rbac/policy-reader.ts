import { ClusterRoleBinding } from '../../../kinds/rbac/cluster-role-binding.ts';
import { ClusterRole } from '../../../kinds/rbac/cluster-role.ts';
import { RoleBinding } from '../../../kinds/rbac/role-binding.ts';
import { Role } from '../../../kinds/rbac/role.ts';
import type { Reader } from '../../reader.ts';
import { keysOfSubjects } from './subjects.ts';

type Maybe<T> = T | Promise<T>;

/** Where roles and bindings are read. Bindings are found by the keys of their subjects. */
export interface PolicyReader {
  /** Another number whenever any role or binding has changed. */
  version(): number;
  role(namespace: string, name: string): Maybe<Role | undefined>;
  clusterRole(name: string): Maybe<ClusterRole | undefined>;
  roleBindings(namespace: string, subjectKey: string): Maybe<readonly RoleBinding[]>;
  clusterRoleBindings(subjectKey: string): Maybe<readonly ClusterRoleBinding[]>;
}

const clusterWide = { name: 'rbac-subject', valuesOf: ({ subjects }: ClusterRoleBinding) => keysOfSubjects(subjects, '') };
const namespaced = {
  name: 'rbac-namespace-and-subject',
  valuesOf: ({ subjects, metadata: { namespace = '' } }: RoleBinding) =>
    keysOfSubjects(subjects, namespace).map((key) => `${namespace}/${key}`),
};

/** Reads the server's own objects. */
export const policyReader = (reader: Reader): PolicyReader => ({
  // Revisions only rise, so their sum does.
  version: () => [Role, ClusterRole, RoleBinding, ClusterRoleBinding].reduce((sum, kind) => sum + reader.revision(kind), 0),
  role: (namespace, name) => reader.get(Role, { namespace, name }),
  clusterRole: (name) => reader.get(ClusterRole, { name }),
  roleBindings: (namespace, subjectKey) => reader.byIndex(RoleBinding, namespaced, `${namespace}/${subjectKey}`),
  clusterRoleBindings: (subjectKey) => reader.byIndex(ClusterRoleBinding, clusterWide, subjectKey),
});

/** Fixed roles and bindings, for tests and for what has no server. */
export function fixedPolicy(objects: {
  readonly roles?: readonly Role[];
  readonly clusterRoles?: readonly ClusterRole[];
  readonly roleBindings?: readonly RoleBinding[];
  readonly clusterRoleBindings?: readonly ClusterRoleBinding[];
}): PolicyReader {
  const roles = new Map((objects.roles ?? []).map((role) => [`${role.metadata.namespace ?? ''}/${role.metadata.name}`, role]));
  const clusterRoles = new Map((objects.clusterRoles ?? []).map((role) => [role.metadata.name, role]));
  const byKey = indexOf(objects.roleBindings ?? [], namespaced.valuesOf);
  const clusterWideByKey = indexOf(objects.clusterRoleBindings ?? [], clusterWide.valuesOf);
  return {
    version: () => 0,
    role: (namespace, name) => roles.get(`${namespace}/${name}`),
    clusterRole: (name) => clusterRoles.get(name),
    roleBindings: (namespace, subjectKey) => byKey.get(`${namespace}/${subjectKey}`) ?? [],
    clusterRoleBindings: (subjectKey) => clusterWideByKey.get(subjectKey) ?? [],
  };
}

function indexOf<T>(objects: readonly T[], valuesOf: (object: T) => readonly string[]): Map<string, T[]> {
  const index = new Map<string, T[]>();
  for (const object of objects) {
    for (const value of valuesOf(object)) index.set(value, [...(index.get(value) ?? []), object]);
  }
  return index;
}
