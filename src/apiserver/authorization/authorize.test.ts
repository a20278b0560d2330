import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from '../../model/errors.ts';
import type { Method, User } from '../../model/request.ts';
import { requestInfo } from '../request-info.ts';
import { alwaysAllowedPaths } from './always-allowed-paths.ts';
import { attributesOf, authorize } from './authorize.ts';
import { allow, deny, noOpinion } from './decision.ts';
import { privilegedGroup } from './privileged-group.ts';

const alice: User = { name: 'alice', groups: ['dev'] };

function attributes(method: Method, url: string, user = alice) {
  const { pathname, searchParams } = new URL(url, 'https://server');
  const request = { method, path: pathname, query: searchParams };
  return attributesOf(user, requestInfo(request), request);
}

const refusals: [method: Method, url: string, message: string][] = [
  [
    'GET',
    '/api/v1/namespaces/shop/pods',
    'pods is forbidden: User "alice" cannot list resource "pods" in API group "" in the namespace "shop"',
  ],
  ['GET', '/api/v1/nodes/n1', 'nodes "n1" is forbidden: User "alice" cannot get resource "nodes" in API group "" at the cluster scope'],
  [
    'GET',
    '/api/v1/namespaces/shop/pods/x/log',
    'pods "x" is forbidden: User "alice" cannot get resource "pods/log" in API group "" in the namespace "shop"',
  ],
  [
    'DELETE',
    '/apis/apps/v1/namespaces/shop/deployments/web',
    'deployments.apps "web" is forbidden: User "alice" cannot delete resource "deployments" in API group "apps" in the namespace "shop"',
  ],
  ['GET', '/metrics', 'forbidden: User "alice" cannot get path "/metrics"'],
  ['GET', '/<b>', 'forbidden: User "alice" cannot get path "/%3Cb%3E"'],
];

for (const [method, url, message] of refusals) {
  test(`refused: ${method} ${url}`, async () => {
    await assert.rejects(authorize(attributes(method, url), { authorizers: [] }), { message });
  });
}

test('a refusal tells the reasons of all who were asked', async () => {
  const asked = attributes('GET', '/api/v1/pods');
  const authorizers = [() => noOpinion('one'), () => noOpinion(), () => deny('two'), () => allow()];
  await assert.rejects(authorize(asked, { authorizers }), (error) => {
    assert.ok(ApiError.is(error, 'Forbidden'));
    assert.equal(
      error.message,
      'pods is forbidden: User "alice" cannot list resource "pods" in API group "" at the cluster scope: one\ntwo',
    );
    assert.deepEqual(error.status.details, { kind: 'pods' });
    return true;
  });
});

test('a path refusal has empty details', async () => {
  await assert.rejects(authorize(attributes('GET', '/metrics'), { authorizers: [] }), (error) => {
    assert.ok(ApiError.is(error));
    assert.deepEqual(error.status.details, {});
    return true;
  });
});

test('markup in names does not come back as markup', async () => {
  const asked = attributes('GET', '/api/v1/pods', { name: '<script>&', groups: [] });
  await assert.rejects(authorize(asked, { authorizers: [] }), /User "&lt;script&gt;&amp;" cannot/);
});

test('masters may do everything', async () => {
  const authorizers = [privilegedGroup(), () => deny()];
  await authorize(attributes('DELETE', '/api/v1/nodes', { name: 'x', groups: ['system:masters'] }), { authorizers });
  await assert.rejects(authorize(attributes('DELETE', '/api/v1/nodes'), { authorizers }));
});

test('health paths are open, others are not', async () => {
  const authorizers = [alwaysAllowedPaths(['/healthz', '/livez', '/readyz', '/debug/*'])];
  for (const path of ['/healthz', '/livez', '/debug/pprof']) await authorize(attributes('GET', path), { authorizers });
  for (const path of ['/healthz/x', '/metrics', '/api/v1/pods']) await assert.rejects(authorize(attributes('GET', path), { authorizers }));
});

const selectors: [selector: string, name: string, requirements: { field: string; value: string }[] | undefined][] = [
  ['metadata.name=a', 'a', [{ field: 'metadata.name', value: 'a' }]],
  ['spec.nodeName==n1,status.phase!=Failed', '', [{ field: 'spec.nodeName', value: 'n1' }]],
  ['metadata.name=..', '', [{ field: 'metadata.name', value: '..' }]],
  [String.raw`a=x\,y\=z\\`, '', [{ field: 'a', value: String.raw`x,y=z\ `.trim() }]],
  ['no-operator', '', undefined],
  [String.raw`metadata.name=a\b`, '', undefined],
];

for (const [selector, name, requirements] of selectors) {
  test(`the field selector ${selector} restricts to ${JSON.stringify(requirements)}`, () => {
    const asked = attributes('GET', `/api/v1/namespaces/shop/secrets?${new URLSearchParams({ fieldSelector: selector }).toString()}`);
    assert.ok(asked.isResource);
    assert.equal(asked.name, name);
    assert.deepEqual(asked.fieldRequirements, requirements);
  });
}
