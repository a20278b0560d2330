import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from '../../../model/errors.ts';
import type { User } from '../../../model/request.ts';
import { rbacAuthorizer } from './authorizer.ts';
import { compacted, describedRule, uncovered } from './covers.ts';
import { checkBindingWrite, checkRoleWrite } from './escalation.ts';
import { clusterRole, clusterRoleBinding, role, roleBinding } from './policy-fixtures.ts';
import { fixedPolicy } from './policy-reader.ts';

const rule = (verbs: string, groups: string, resources: string, ...resourceNames: string[]) => ({
  verbs: verbs.split(','),
  apiGroups: groups.split(','),
  resources: resources.split(','),
  ...(resourceNames.length > 0 && { resourceNames }),
});

const bob: User = { name: 'bob', groups: ['dev', 'system:authenticated'] };
const bobsRights = [rule('get,list', '', 'pods,services'), rule('bind', 'rbac.authorization.k8s.io', 'clusterroles', 'view')];
const policy = fixedPolicy({
  clusterRoles: [
    clusterRole('bobs', ...bobsRights),
    clusterRole('view', rule('get', '', 'secrets')),
    clusterRole('admin', rule('*', '*', '*'), { verbs: ['*'], nonResourceURLs: ['*'] }),
    clusterRole('escalator', rule('escalate', 'rbac.authorization.k8s.io', 'roles')),
  ],
  clusterRoleBindings: [
    clusterRoleBinding('bobs', 'bobs', { kind: 'User', name: 'bob' }),
    clusterRoleBinding('admins', 'admin', { kind: 'Group', name: 'admins' }),
    clusterRoleBinding('escalators', 'escalator', { kind: 'User', name: 'eve' }),
  ],
});
const context = { policy, authorizers: [rbacAuthorizer(policy)] };

const coverCases: [owned: ReturnType<typeof rule>[], wanted: ReturnType<typeof rule>[], missing: string[]][] = [
  [[rule('get', '', 'pods')], [rule('get', '', 'pods')], []],
  [[rule('get', '', 'pods')], [rule('get,list', '', 'pods')], ['{APIGroups:[""], Resources:["pods"], Verbs:["list"]}']],
  [[rule('*', '*', '*')], [rule('get', 'apps', 'deployments/scale', 'a')], []],
  [[rule('get', '', '*/status')], [rule('get', '', 'pods/status')], []],
  [[rule('get', '', '*/status')], [rule('get', '', 'pods')], ['{APIGroups:[""], Resources:["pods"], Verbs:["get"]}']],
  [
    [rule('get', '', 'pods', 'a')],
    [rule('get', '', 'pods', 'a', 'b')],
    ['{APIGroups:[""], Resources:["pods"], ResourceNames:["b"], Verbs:["get"]}'],
  ],
  [[rule('get', '', 'pods', 'a')], [rule('get', '', 'pods')], ['{APIGroups:[""], Resources:["pods"], Verbs:["get"]}']],
  [
    [rule('get', '', 'pods'), rule('list', '', 'services')],
    [rule('get,list', '', 'pods,services')],
    ['{APIGroups:[""], Resources:["pods"], Verbs:["list"]}', '{APIGroups:[""], Resources:["services"], Verbs:["get"]}'],
  ],
];

for (const [owned, wanted, missing] of coverCases) {
  test(`${JSON.stringify(owned)} ${missing.length > 0 ? 'do not cover' : 'cover'} ${JSON.stringify(wanted)}`, () => {
    assert.deepEqual(compacted(uncovered(owned, wanted)).map(describedRule), missing);
  });
}

test('paths are covered by patterns with a star at the end', () => {
  const owned = [{ verbs: ['get'], nonResourceURLs: ['/healthz/*', '/metrics'] }];
  assert.deepEqual(uncovered(owned, [{ verbs: ['get'], nonResourceURLs: ['/healthz/etcd', '/metrics', '/healthz/*'] }]), []);
  assert.equal(uncovered(owned, [{ verbs: ['get'], nonResourceURLs: ['/healthz'] }]).length, 1);
});

test('nobody writes a role with more than they have', async () => {
  await checkRoleWrite(role('shop', 'fine', rule('get', '', 'pods')), { ...context, user: bob });
  await assert.rejects(
    checkRoleWrite(role('shop', 'much', rule('get,list,create,delete', '', 'pods,secrets')), { ...context, user: bob }),
    {
      message:
        'roles.rbac.authorization.k8s.io "much" is forbidden: user "bob" (groups=["dev" "system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n' +
        '{APIGroups:[""], Resources:["pods"], Verbs:["create" "delete"]}\n' +
        '{APIGroups:[""], Resources:["secrets"], Verbs:["get" "list" "create" "delete"]}',
    },
  );
});

test('those who may escalate, and masters, write any role', async () => {
  const much = role('shop', 'much', rule('*', '*', '*'));
  await checkRoleWrite(much, { ...context, user: { name: 'eve', groups: [] } });
  await checkRoleWrite(much, { ...context, user: { name: 'x', groups: ['system:masters'] } });
  await checkRoleWrite(much, { ...context, user: { name: 'x', groups: ['admins'] } });
});

test('only who has everything may gather the rules of other roles', async () => {
  const gathering = { ...clusterRole('gathering'), aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] } };
  await assert.rejects(
    checkRoleWrite(gathering, { ...context, user: bob }),
    /must have cluster-admin privileges to use the aggregationRule/,
  );
  await checkRoleWrite(gathering, { ...context, user: { name: 'x', groups: ['admins'] } });
});

test('a finalizer may be taken off any role', async () => {
  const previous = role('shop', 'much', rule('*', '*', '*'));
  const marked = { ...previous, metadata: { ...previous.metadata, finalizers: ['a/b'], resourceVersion: '7' } };
  await checkRoleWrite(previous, { ...context, user: bob, previous: marked });
  const changed = { ...previous, rules: [rule('get', '', 'secrets')] };
  await assert.rejects(checkRoleWrite(changed, { ...context, user: bob, previous: marked }), (error) => ApiError.is(error, 'Forbidden'));
});

test('a binding needs the rights of its role, or the right to bind it', async () => {
  const to = { kind: 'User', name: 'bob' };
  await checkBindingWrite(roleBinding('shop', 'mine', { kind: 'ClusterRole', name: 'bobs' }, to), { ...context, user: bob });
  await checkBindingWrite(roleBinding('shop', 'view', { kind: 'ClusterRole', name: 'view' }, to), { ...context, user: bob });
  await assert.rejects(
    checkBindingWrite(clusterRoleBinding('admin', 'admin', to), { ...context, user: bob }),
    /^ApiError: clusterrolebindings\.rbac\.authorization\.k8s\.io "admin" is forbidden: user "bob" .* is attempting to grant RBAC permissions not currently held:\n\{APIGroups:\["\*"\]/s,
  );
  await assert.rejects(checkBindingWrite(clusterRoleBinding('x', 'gone', to), { ...context, user: bob }), {
    message: 'clusterrole.rbac.authorization.k8s.io "gone" not found',
  });
});
