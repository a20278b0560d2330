import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ApiRequest, User } from '../../model/request.ts';
import type { Attributes } from '../authorization/attributes.ts';
import { allow, noOpinion } from '../authorization/decision.ts';
import { impersonate } from './impersonate.ts';
import { wantedUser } from './impersonation/wanted-user.ts';

const bot: User = { name: 'system:serviceaccount:shop:bot', groups: ['system:serviceaccounts', 'system:authenticated'] };
const onNode = (name: string): User => ({ ...bot, extra: { 'authentication.kubernetes.io/node-name': [name] } });

/** Everything asked, as `verb resource/subresource.group namespace/name`. */
function recorder(...allowed: string[]) {
  const asked: string[] = [];
  const authorizer = (attributes: Attributes) => {
    const text = shown(attributes);
    asked.push(text);
    return allowed.includes(text) || allowed.includes(text.split(' ')[0] ?? '') ? allow() : noOpinion();
  };
  return { asked, policy: { authorizers: [authorizer] } };
}

function shown(attributes: Attributes): string {
  if (!attributes.isResource) return `${attributes.verb} ${attributes.path}`;
  const { verb, resource, subresource, group, namespace, name } = attributes;
  const what = `${subresource ? `${resource}/${subresource}` : resource}${group ? `.${group}` : ''}`;
  return [verb, what, namespace, name].filter(Boolean).join(' ');
}

const get = (
  headers: Record<string, string>,
  repeatedHeaders?: Record<string, string[]>,
): ApiRequest & { repeatedHeaders?: Record<string, string[]> } => ({
  method: 'GET',
  path: '/api/v1/namespaces/shop/pods',
  query: new URLSearchParams(),
  headers,
  credentials: { type: 'none' },
  signal: new AbortController().signal,
  ...(repeatedHeaders && { repeatedHeaders }),
});

test('whoever asks for nothing stays who they are, and nobody is asked', async () => {
  const { asked, policy } = recorder();
  assert.equal(await impersonate(bot, get({}), policy), bot);
  assert.deepEqual(asked, []);
});

test('the narrow way asks for the right to do this as the other, and to be the other', async () => {
  const { asked, policy } = recorder('impersonate-on:user-info:list', 'impersonate:user-info');
  const user = await impersonate(
    bot,
    get(
      { 'impersonate-user': 'alice', 'impersonate-uid': 'u', 'impersonate-extra-acme.io%2fteam': 'core' },
      { 'impersonate-group': ['dev', 'a, b'] },
    ),
    policy,
  );
  assert.deepEqual(user, { name: 'alice', uid: 'u', groups: ['dev', 'a, b', 'system:authenticated'], extra: { 'acme.io/team': ['core'] } });
  assert.deepEqual(asked, [
    'impersonate-on:user-info:list pods shop',
    'impersonate:user-info users.authentication.k8s.io alice',
    'impersonate:user-info uids.authentication.k8s.io u',
    'impersonate:user-info groups.authentication.k8s.io dev',
    'impersonate:user-info groups.authentication.k8s.io a, b',
    'impersonate:user-info userextras/acme.io/team.authentication.k8s.io core',
  ]);
});

test('the old way is tried last and stays as it was', async () => {
  const { asked, policy } = recorder('impersonate');
  const headers = { 'impersonate-user': 'alice', 'impersonate-group': 'system:masters', 'impersonate-extra-team': 'core' };
  assert.deepEqual(await impersonate(bot, get(headers), policy), {
    name: 'alice',
    groups: ['system:masters', 'system:authenticated'],
    extra: { team: ['core'] },
  });
  assert.deepEqual(asked.slice(-3), [
    'impersonate users alice',
    'impersonate groups system:masters',
    'impersonate userextras/team.authentication.k8s.io core',
  ]);
});

test('a refusal tells of the first way that was tried', async () => {
  const { policy } = recorder();
  await assert.rejects(impersonate(bot, get({ 'impersonate-user': 'alice' }), policy), {
    message:
      'pods is forbidden: User "system:serviceaccount:shop:bot" cannot impersonate-on:user-info:list resource "pods" in API group "" in the namespace "shop"',
  });
});

test('nobody becomes a master by the narrow way', async () => {
  const { policy } = recorder('impersonate-on:user-info:list', 'impersonate:user-info');
  await assert.rejects(impersonate(bot, get({ 'impersonate-user': 'alice', 'impersonate-group': 'system:masters' }), policy), {
    message:
      'groups.authentication.k8s.io "system:masters" is forbidden: User "system:serviceaccount:shop:bot" cannot impersonate:user-info resource "groups" in API group "authentication.k8s.io" at the cluster scope: impersonating the system:masters group is not allowed',
  });
});

test('many groups may be allowed at once', async () => {
  const { asked, policy } = recorder(
    'impersonate-on:user-info:list',
    'impersonate:user-info users.authentication.k8s.io alice',
    'impersonate:user-info groups.authentication.k8s.io *',
  );
  await impersonate(bot, get({ 'impersonate-user': 'alice' }, { 'impersonate-group': ['a', 'b', 'c', 'd'] }), policy);
  assert.equal(asked.length, 3);
});

test('a service account becomes another with the groups that go with it', async () => {
  const { asked, policy } = recorder('impersonate-on:serviceaccount:list', 'impersonate:serviceaccount');
  const user = await impersonate(bot, get({ 'impersonate-user': 'system:serviceaccount:kube-system:dns' }), policy);
  assert.deepEqual(user.groups, ['system:serviceaccounts', 'system:serviceaccounts:kube-system', 'system:authenticated']);
  assert.equal(asked.at(-1), 'impersonate:serviceaccount serviceaccounts.authentication.k8s.io kube-system dns');
});

test('an agent becomes its own node, and needs another right for another', async () => {
  const rights = ['impersonate-on:associated-node:list', 'impersonate:associated-node nodes.authentication.k8s.io *'];
  const user = await impersonate(onNode('n1'), get({ 'impersonate-user': 'system:node:n1' }), recorder(...rights).policy);
  assert.deepEqual(user, { name: 'system:node:n1', groups: ['system:nodes', 'system:authenticated'] });
  const { asked, policy } = recorder(...rights);
  await assert.rejects(impersonate(onNode('n2'), get({ 'impersonate-user': 'system:node:n1' }), policy));
  assert.deepEqual(asked, ['impersonate-on:arbitrary-node:list pods shop', 'impersonate users system:node:n1']);
});

test('whoever becomes anonymous is not known', async () => {
  const { policy } = recorder('impersonate-on:user-info:list', 'impersonate:user-info');
  const user = await impersonate(bot, get({ 'impersonate-user': 'system:anonymous' }), policy);
  assert.deepEqual(user.groups, ['system:unauthenticated']);
});

const malformed: [headers: Record<string, string | string[]>, shown: string][] = [
  [{ 'impersonate-group': 'x' }, '&user.DefaultInfo{Name:"", UID:"", Groups:[]string{"x"}, Extra:map[string][]string(nil)}'],
  [
    { 'impersonate-uid': 'u', 'impersonate-extra-b': ['1', '2'], 'impersonate-extra-a': 'x' },
    '&user.DefaultInfo{Name:"", UID:"u", Groups:[]string(nil), Extra:map[string][]string{"a":[]string{"x"}, "b":[]string{"1", "2"}}}',
  ],
];

for (const [headers, value] of malformed) {
  test(`nobody can be asked for without a name: ${value}`, () => {
    assert.throws(() => wantedUser(headers), { message: `requested ${value} without impersonating a user name` });
  });
}
