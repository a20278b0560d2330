import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RoleBinding } from '../../../kinds/rbac/role-binding.ts';
import type { User } from '../../../model/request.ts';
import { resourceAttributes } from '../attributes.ts';
import { rbacAuthorizer } from './authorizer.ts';
import { clusterRole, clusterRoleBinding, role, roleBinding } from './policy-fixtures.ts';
import { fixedPolicy } from './policy-reader.ts';

const podReader = { verbs: ['get', 'list'], apiGroups: [''], resources: ['pods'] };
const alice: User = { name: 'alice', groups: ['dev', 'system:authenticated'] };
const builder: User = { name: 'system:serviceaccount:shop:builder', groups: ['system:serviceaccounts'] };

const cases: {
  what: string;
  user?: User;
  namespace?: string;
  binding: ReturnType<typeof clusterRoleBinding> | RoleBinding;
  type: 'allow' | 'no opinion';
  reason: string;
}[] = [
  {
    what: 'a cluster role bound to a group everywhere',
    binding: clusterRoleBinding('readers', 'reader', { kind: 'Group', name: 'dev' }),
    type: 'allow',
    reason: 'RBAC: allowed by ClusterRoleBinding "readers" of ClusterRole "reader" to Group "dev"',
  },
  {
    what: 'a role bound to a user in the namespace',
    binding: roleBinding('shop', 'readers', { kind: 'Role', name: 'reader' }, { kind: 'User', name: 'alice' }),
    type: 'allow',
    reason: 'RBAC: allowed by RoleBinding "readers/shop" of Role "reader" to User "alice"',
  },
  {
    what: 'a cluster role bound in the namespace',
    binding: roleBinding('shop', 'readers', { kind: 'ClusterRole', name: 'reader' }, { kind: 'User', name: 'alice' }),
    type: 'allow',
    reason: 'RBAC: allowed by RoleBinding "readers/shop" of ClusterRole "reader" to User "alice"',
  },
  {
    what: 'a role bound in another namespace',
    namespace: 'other',
    binding: roleBinding('shop', 'readers', { kind: 'Role', name: 'reader' }, { kind: 'User', name: 'alice' }),
    type: 'no opinion',
    reason: '',
  },
  {
    what: 'a service account of the namespace of the binding',
    user: builder,
    binding: roleBinding('shop', 'readers', { kind: 'Role', name: 'reader' }, { kind: 'ServiceAccount', name: 'builder' }),
    type: 'allow',
    reason: 'RBAC: allowed by RoleBinding "readers/shop" of Role "reader" to ServiceAccount "builder/shop"',
  },
  {
    what: 'a service account named with its namespace',
    user: builder,
    binding: clusterRoleBinding('readers', 'reader', { kind: 'ServiceAccount', name: 'builder', namespace: 'shop' }),
    type: 'allow',
    reason: 'RBAC: allowed by ClusterRoleBinding "readers" of ClusterRole "reader" to ServiceAccount "builder/shop"',
  },
  {
    what: 'a service account without namespace in a cluster-wide binding',
    user: builder,
    binding: clusterRoleBinding('readers', 'reader', { kind: 'ServiceAccount', name: 'builder' }),
    type: 'no opinion',
    reason: '',
  },
  {
    what: 'a role that does not exist',
    binding: roleBinding('shop', 'readers', { kind: 'Role', name: 'gone' }, { kind: 'User', name: 'alice' }),
    type: 'no opinion',
    reason: 'RBAC: role.rbac.authorization.k8s.io "gone" not found',
  },
];

for (const { what, user = alice, namespace = 'shop', binding, ...decision } of cases) {
  test(`${what}: ${decision.type}`, async () => {
    const authorizer = rbacAuthorizer(
      fixedPolicy({
        roles: [role('shop', 'reader', podReader)],
        clusterRoles: [clusterRole('reader', podReader)],
        ...(binding.kind === 'RoleBinding' ? { roleBindings: [binding] } : { clusterRoleBindings: [binding] }),
      }),
    );
    assert.deepEqual(await authorizer(resourceAttributes(user, { verb: 'list', resource: 'pods', namespace })), decision);
  });
}

test('a missing role does not hide what other roles allow', async () => {
  const subject = { kind: 'User', name: 'alice' };
  const authorizer = rbacAuthorizer(
    fixedPolicy({
      clusterRoles: [clusterRole('reader', podReader)],
      clusterRoleBindings: [clusterRoleBinding('a', 'gone', subject), clusterRoleBinding('b', 'reader', subject)],
    }),
  );
  assert.equal((await authorizer(resourceAttributes(alice, { verb: 'get', resource: 'pods' }))).type, 'allow');
  assert.deepEqual(await authorizer(resourceAttributes(alice, { verb: 'get', resource: 'secrets' })), {
    type: 'no opinion',
    reason: 'RBAC: clusterrole.rbac.authorization.k8s.io "gone" not found',
  });
});

test('a binding that names a user twice counts once', async () => {
  const policy = fixedPolicy({
    clusterRoles: [clusterRole('reader', podReader)],
    clusterRoleBindings: [clusterRoleBinding('a', 'reader', { kind: 'User', name: 'alice' }, { kind: 'Group', name: 'dev' })],
  });
  const { rulesFor } = await import('./grants.ts');
  assert.deepEqual((await rulesFor(alice, '', policy)).rules, [podReader]);
});

test('what is remembered ends with the next change of the policy', async () => {
  const subject = { kind: 'User', name: 'alice' };
  const bound = fixedPolicy({
    clusterRoles: [clusterRole('reader', podReader)],
    clusterRoleBindings: [clusterRoleBinding('a', 'reader', subject)],
  });
  let policy = bound;
  let version = 1;
  const authorizer = rbacAuthorizer({
    version: () => version,
    role: (namespace, name) => policy.role(namespace, name),
    clusterRole: (name) => policy.clusterRole(name),
    roleBindings: (namespace, key) => policy.roleBindings(namespace, key),
    clusterRoleBindings: (key) => policy.clusterRoleBindings(key),
  });
  const asked = resourceAttributes(alice, { verb: 'get', resource: 'pods' });
  const outcome = async () => (await authorizer(asked)).type;
  assert.deepEqual([await outcome(), await outcome()], ['allow', 'allow']);
  policy = fixedPolicy({});
  version++;
  assert.equal(await outcome(), 'no opinion');
  // Changed while it was being looked up: not to be remembered.
  policy = bound;
  version++;
  const late = outcome();
  policy = fixedPolicy({});
  version++;
  await late;
  assert.equal(await outcome(), 'no opinion');
});

test('users that share a name but no group are told apart', async () => {
  const authorizer = rbacAuthorizer(
    fixedPolicy({
      clusterRoles: [clusterRole('reader', podReader)],
      clusterRoleBindings: [clusterRoleBinding('a', 'reader', { kind: 'Group', name: 'dev' })],
    }),
  );
  const outcomeOf = async (user: User) => (await authorizer(resourceAttributes(user, { verb: 'get', resource: 'pods' }))).type;
  assert.equal(await outcomeOf(alice), 'allow');
  assert.equal(await outcomeOf({ name: 'alice', groups: ['g:dev'] }), 'no opinion');
});
