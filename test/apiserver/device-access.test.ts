import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { User } from '../../src/model/request.ts';
import { grant } from '../support/grant.ts';
import { startServer, type Server } from '../support/in-process.ts';

const clerk: User = { name: 'clerk', groups: ['system:authenticated'] };
const claims = '/apis/resource.k8s.io/v1/namespaces/default/resourceclaims';
const label = 'resource.kubernetes.io/admin-access';

/** Lets the clerk do everything that the rules say. */
const allow = (server: Server, rules: readonly object[]): Promise<void> => grant(server, clerk, rules);

const rule = (resources: readonly string[], verbs: readonly string[]): object => ({ apiGroups: ['resource.k8s.io'], resources, verbs });

const claim = (name: string, adminAccess: boolean): object => ({
  apiVersion: 'resource.k8s.io/v1',
  kind: 'ResourceClaim',
  metadata: { name },
  spec: { devices: { requests: [{ name: 'gpu', exactly: { deviceClassName: 'gpu', adminAccess } }] } },
});

const result = { request: 'gpu', driver: 'gpu.example.com', pool: 'p', device: 'd' };

test('devices are shared with administrators where the namespace is for them', async () => {
  await using server = await startServer();
  const refusal = (path: string) =>
    `${path}: Forbidden: admin access to devices requires the \`${label}: true\` label on the containing namespace`;
  const refused = await server.ask(`POST ${claims}`, { body: claim('a', true) });
  assert.equal(refused.code, 422, JSON.stringify(refused.body));
  assert.ok(refused.body.message?.endsWith(refusal('spec.devices.requests[0].adminAccess')));

  const created = await server.ask(`POST ${claims}`, { body: claim('b', false) });
  const body = { ...created.body, status: { allocation: { devices: { results: [{ ...result, adminAccess: true }] } } } };
  const given = await server.ask(`PUT ${claims}/b/status`, { body });
  assert.ok(given.body.message?.endsWith(refusal('status.allocation.devices.results[0].adminAccess')));

  const old = {
    apiVersion: 'resource.k8s.io/v1beta1',
    kind: 'ResourceClaimTemplate',
    metadata: { name: 't' },
    spec: { spec: { devices: { requests: [{ name: 'gpu', deviceClassName: 'gpu', adminAccess: true }] } } },
  };
  await using served = await startServer({ runtimeConfig: { 'resource.k8s.io/v1beta1': 'true' } });
  const templates = '/apis/resource.k8s.io/v1beta1/namespaces/default/resourceclaimtemplates';
  assert.equal((await served.ask(`POST ${templates}`, { body: old })).code, 422);
  const patch = { metadata: { labels: { [label]: 'true' } } };
  await served.ask('PATCH /api/v1/namespaces/default', { body: patch, headers: { 'content-type': 'application/merge-patch+json' } });
  assert.equal((await served.ask(`POST ${templates}`, { body: old })).code, 201);
});

test('claims are allocated by those who may bind them', async () => {
  await using server = await startServer();
  await allow(server, [rule(['resourceclaims/status'], ['update'])]);
  const created = await server.ask(`POST ${claims}`, { body: claim('a', false) });
  const body = { ...created.body, status: { allocation: { devices: { results: [result] } } } };
  const refused = await server.ask(`PUT ${claims}/a/status`, { body, as: clerk });
  assert.equal(
    refused.body.message,
    'ResourceClaim.resource.k8s.io "a" is invalid: status.allocation: Forbidden: changing status.allocation or status.reservedFor requires resource="resourceclaims/binding", verb="update" permission: resourceclaims.resource.k8s.io is forbidden: User "clerk" cannot update resource "resourceclaims/binding" in API group "resource.k8s.io" at the cluster scope',
  );
  await allow(server, [rule(['resourceclaims/status', 'resourceclaims/binding'], ['update'])]);
  const allocated = await server.ask(`PUT ${claims}/a/status`, { body, as: clerk });
  assert.equal(allocated.code, 200, JSON.stringify(allocated.body));
});

test('the state of devices is told by those who may speak for their drivers', async () => {
  await using server = await startServer();
  const created = await server.ask(`POST ${claims}`, { body: claim('a', false) });
  const selector = { nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n1'] }] }] };
  const status = { allocation: { devices: { results: [result] }, nodeSelector: selector } };
  const { body } = await server.ask(`PUT ${claims}/a/status`, { body: { ...created.body, status } });
  const device = { driver: result.driver, pool: result.pool, device: result.device };
  const told = { ...body, status: { ...status, devices: [device] } };
  await allow(server, [rule(['resourceclaims/status'], ['update'])]);
  const refused = await server.ask(`PUT ${claims}/a/status`, { body: told, as: clerk });
  assert.equal(
    refused.body.message,
    'ResourceClaim.resource.k8s.io "a" is invalid: status.devices: Forbidden: changing status.devices requires resource="resourceclaims/driver", verb="[arbitrary-node:update]" permission: resourceclaims.resource.k8s.io "gpu.example.com" is forbidden: User "clerk" cannot arbitrary-node:update resource "resourceclaims/driver" in API group "resource.k8s.io" in the namespace "default"',
  );
  await allow(server, [rule(['resourceclaims/status'], ['update']), rule(['resourceclaims/driver'], ['arbitrary-node:update'])]);
  assert.equal((await server.ask(`PUT ${claims}/a/status`, { body: told, as: clerk })).code, 200);
});

test('a driver on the node of the devices may speak for them where it may only do so there', async () => {
  await using server = await startServer();
  const created = await server.ask(`POST ${claims}`, { body: claim('a', false) });
  const selector = { nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n1'] }] }] };
  const status = { allocation: { devices: { results: [result] }, nodeSelector: selector } };
  const { body } = await server.ask(`PUT ${claims}/a/status`, { body: { ...created.body, status } });
  const told = { ...body, status: { ...status, devices: [{ driver: result.driver, pool: result.pool, device: result.device }] } };
  await allow(server, [
    rule(['resourceclaims/status'], ['update']),
    { ...rule(['resourceclaims/driver'], ['associated-node:update']), resourceNames: [result.driver] },
  ]);
  const rbac = 'rbac.authorization.k8s.io';
  const binding = {
    apiVersion: `${rbac}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name: 'driver' },
    roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'clerk' },
    subjects: [{ kind: 'ServiceAccount', name: 'driver', namespace: 'default' }],
  };
  await server.ask(`POST /apis/${rbac}/v1/clusterrolebindings`, { body: binding });
  const driver = (node: string): User => ({
    name: 'system:serviceaccount:default:driver',
    groups: ['system:serviceaccounts', 'system:authenticated'],
    extra: { 'authentication.kubernetes.io/node-name': [node] },
  });
  assert.equal((await server.ask(`PUT ${claims}/a/status`, { body: told, as: driver('n2') })).code, 422);
  const accepted = await server.ask(`PUT ${claims}/a/status`, { body: told, as: driver('n1') });
  assert.equal(accepted.code, 200, JSON.stringify(accepted.body));
});
