import type { Subject } from '../../kinds/rbac/cluster-role-binding.ts';

export interface BootstrapBinding {
  /** Absent of cluster role bindings. */
  readonly namespace?: string;
  readonly name: string;
  /** The role's name: the binding's own, unless given. */
  readonly role: string;
  readonly subjects: readonly Subject[];
}

interface Options {
  readonly role?: string;
}

export const clusterRoleBinding = (name: string, subjects: readonly Subject[], { role = name }: Options = {}): BootstrapBinding => ({
  name,
  role,
  subjects,
});

export const roleBinding = (
  namespace: string,
  name: string,
  subjects: readonly Subject[],
  { role = name }: Options = {},
): BootstrapBinding => ({
  namespace,
  name,
  role,
  subjects,
});

const apiGroup = 'rbac.authorization.k8s.io';

export const user = (name: string): Subject => ({ kind: 'User', apiGroup, name });
export const group = (name: string): Subject => ({ kind: 'Group', apiGroup, name });
export const serviceAccount = (namespace: string, name: string): Subject => ({ kind: 'ServiceAccount', name, namespace });
