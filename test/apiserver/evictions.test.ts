import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startServer, type Server } from '../support/in-process.ts';

const merge = { 'content-type': 'application/merge-patch+json' };
const pods = '/api/v1/namespaces/default/pods';
const budgets = '/apis/policy/v1/namespaces/default/poddisruptionbudgets';
const spec = { nodeName: 'n1', containers: [{ name: 'c', image: 'x' }], terminationGracePeriodSeconds: 0 };

interface Given {
  readonly phase?: string;
  readonly ready?: boolean;
}

async function pod(server: Server, name: string, { phase = 'Running', ready = true }: Given = {}): Promise<void> {
  const created = await server.ask(`POST ${pods}`, { body: { metadata: { name, labels: { app: 'web' } }, spec } });
  assert.equal(created.code, 201, created.body.message ?? '');
  const status = { phase, conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] };
  await server.ask(`PATCH ${pods}/${name}/status`, { body: { status }, headers: merge });
}

async function budget(server: Server, name: string, status: object, more: object = {}): Promise<void> {
  const wanted = { metadata: { name }, spec: { minAvailable: 1, selector: { matchLabels: { app: 'web' } }, ...more } };
  assert.equal((await server.ask(`POST ${budgets}`, { body: wanted })).code, 201);
  const whole = { observedGeneration: 1, disruptionsAllowed: 1, currentHealthy: 2, desiredHealthy: 1, expectedPods: 2, ...status };
  await server.ask(`PATCH ${budgets}/${name}/status`, { body: { status: whole }, headers: merge });
}

async function started(): Promise<Server> {
  const server = await startServer();
  await server.ask('POST /api/v1/nodes', { body: { metadata: { name: 'n1' } } });
  return server;
}

const evict = (server: Server, name: string, deleteOptions?: object, query = '') =>
  server.ask(`POST ${pods}/${name}/eviction${query}`, { body: { metadata: { name }, ...(deleteOptions && { deleteOptions }) } });
const isThere = async (server: Server, name: string) => (await server.ask(`GET ${pods}/${name}`)).code === 200;
const allowed = async (server: Server) => (await server.ask(`GET ${budgets}/web`)).body.status?.['disruptionsAllowed'];

test('an eviction takes from the budget of its pod, and is refused when there is nothing left', async () => {
  await using server = await started();
  for (const name of ['a', 'b']) await pod(server, name);
  await budget(server, 'web', {});
  assert.equal((await evict(server, 'a')).code, 201);
  assert.deepEqual([await isThere(server, 'a'), await allowed(server)], [false, 0]);
  const refused = await evict(server, 'b');
  assert.deepEqual([refused.code, refused.body.details?.causes?.[0]?.reason], [429, 'DisruptionBudget']);
  assert.equal(await isThere(server, 'b'), true);
});

test('a dry run finds out whether the budget allows it, and neither takes from it nor from the pods', async () => {
  await using server = await started();
  await pod(server, 'a');
  await budget(server, 'web', {});
  for (const [options, query] of [
    [undefined, '?dryRun=All'],
    [{ dryRun: ['All'] }, ''],
  ] as const)
    assert.equal((await evict(server, 'a', options, query)).code, 201);
  assert.deepEqual([await isThere(server, 'a'), await allowed(server)], [true, 1]);
  await server.ask(`PATCH ${budgets}/web/status`, { body: { status: { disruptionsAllowed: 0 } }, headers: merge });
  assert.equal((await evict(server, 'a', undefined, '?dryRun=All')).code, 429);
  const contradicting = await evict(server, 'a', { dryRun: ['Some'] }, '?dryRun=All');
  assert.deepEqual(
    [contradicting.code, contradicting.body.message],
    [500, 'Non-matching dry-run options in request and content: [All] and [Some]'],
  );
});

test('pods that disrupt nobody go without their budget being asked', async () => {
  await using server = await started();
  for (const phase of ['Pending', 'Succeeded', 'Failed']) await pod(server, phase.toLowerCase(), { phase });
  await budget(server, 'web', { disruptionsAllowed: 0 });
  for (const name of ['pending', 'succeeded', 'failed']) assert.equal((await evict(server, name)).code, 201, name);
});

test('pods that do no work go while enough others do, or always where the budget says so', async () => {
  await using server = await started();
  for (const name of ['a', 'b', 'c']) await pod(server, name, { ready: false });
  await budget(server, 'web', { disruptionsAllowed: 0, currentHealthy: 1, desiredHealthy: 1 });
  assert.equal((await evict(server, 'a')).code, 201);
  await server.ask(`PATCH ${budgets}/web/status`, { body: { status: { currentHealthy: 0 } }, headers: merge });
  assert.equal((await evict(server, 'b')).code, 429);
  await server.ask(`PATCH ${budgets}/web`, { body: { spec: { unhealthyPodEvictionPolicy: 'AlwaysAllow' } }, headers: merge });
  assert.equal((await evict(server, 'b')).code, 201);
  assert.equal(await isThere(server, 'b'), false);
});

test('an eviction may be bound to a version and to a pod, and says on the pod why that goes', async () => {
  await using server = await started();
  await pod(server, 'a');
  const { body } = await server.ask(`GET ${pods}/a`);
  const wrong = await evict(server, 'a', { preconditions: { resourceVersion: '1' } });
  assert.deepEqual([wrong.code, /ResourceVersion in the precondition \(1\) does not match/.test(wrong.body.message ?? '')], [409, true]);
  assert.equal((await evict(server, 'a', { preconditions: { uid: 'another' } })).code, 409);
  await server.ask(`PATCH ${pods}/a`, { body: { metadata: { finalizers: ['example.com/hold'] } }, headers: merge });
  const { resourceVersion } = (await server.ask(`GET ${pods}/a`)).body.metadata;
  assert.equal((await evict(server, 'a', { preconditions: { uid: body.metadata.uid, resourceVersion } })).code, 201);
  const held = (await server.ask(`GET ${pods}/a`)).body;
  const conditions = held.status?.['conditions'] as { type: string; reason?: string }[];
  assert.equal(conditions.find(({ type }) => type === 'DisruptionTarget')?.reason, 'EvictionByEvictionAPI');
});

test('a pod with two budgets cannot be evicted, nor one that is not there, nor by another name', async () => {
  await using server = await started();
  await pod(server, 'a');
  for (const name of ['web', 'too']) await budget(server, name, {});
  assert.match((await evict(server, 'a')).body.message ?? '', /more than one PodDisruptionBudget/);
  assert.equal((await evict(server, 'nobody')).code, 404);
  const named = await server.ask(`POST ${pods}/a/eviction`, { body: { metadata: { name: 'b' } } });
  assert.deepEqual([named.code, named.body.message], [400, 'name in URL does not match name in Eviction object']);
  assert.equal((await evict(server, 'a', { propagationPolicy: 'Never' })).code, 422);
});
