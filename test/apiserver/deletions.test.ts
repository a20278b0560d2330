import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../src/base/fake-clock.ts';
import { configMap, configMaps, startServer, type Answered, type Server } from '../support/in-process.ts';

const merge = { 'content-type': 'application/merge-patch+json' };
const pods = '/api/v1/namespaces/default/pods';

const create = (server: Server, name: string, metadata: object = {}) =>
  server.ask(`POST ${configMaps}`, { body: { metadata: { name, ...metadata } } });

/** A pod that runs on a node, so that it needs time to stop. */
async function runningPod(server: Server, name: string): Promise<void> {
  const spec = { nodeName: 'n1', containers: [{ name: 'c', image: 'x' }], terminationGracePeriodSeconds: 30 };
  const { code, body } = await server.ask(`POST ${pods}`, { body: { metadata: { name }, spec } });
  assert.equal(code, 201, body.message ?? '');
}

test('an object that nothing holds is gone at once, and the answer says what it was', async () => {
  await using server = await startServer();
  const { body: created } = await create(server, 'a');
  const { code, body } = await server.ask(`DELETE ${configMaps}/a`);
  assert.deepEqual([code, body.status, body.details], [200, 'Success', { name: 'a', kind: 'configmaps', uid: created.metadata.uid }]);
  assert.equal((await server.ask(`GET ${configMaps}/a`)).code, 404);
});

test('finalizers hold an object until the last one is taken away, which deletes it without another change', async () => {
  const clock = new FakeClock();
  await using server = await startServer({ clock });
  await create(server, 'a', { finalizers: ['example.com/one', 'example.com/two'] });
  const { body } = await server.ask(`DELETE ${configMaps}/a`);
  assert.deepEqual([body.metadata.deletionTimestamp, body.metadata.deletionGracePeriodSeconds], ['2026-01-01T00:00:00Z', 0]);

  await using watch = await server.watch(`${configMaps}?watch=1&resourceVersion=${body.metadata.resourceVersion}`);
  const added = { metadata: { finalizers: ['example.com/one', 'example.com/three'] } };
  assert.equal((await server.ask(`PATCH ${configMaps}/a`, { body: added, headers: merge })).code, 422);
  await server.ask(`PATCH ${configMaps}/a`, { body: { metadata: { finalizers: ['example.com/two'] } }, headers: merge });
  const { code } = await server.ask(`PATCH ${configMaps}/a`, { body: { metadata: { finalizers: null } }, headers: merge });
  assert.equal(code, 200);
  assert.deepEqual(await watch.take(2), ['MODIFIED a', 'DELETED a']);
  assert.equal((await server.ask(`GET ${configMaps}/a`)).code, 404);
});

test('a pod on a node gets its grace, which may be shortened but not lengthened', async () => {
  const clock = new FakeClock();
  await using server = await startServer({ clock });
  await runningPod(server, 'web');
  const { body: first } = await server.ask(`DELETE ${pods}/web`);
  assert.deepEqual([first.metadata.deletionTimestamp, first.metadata.deletionGracePeriodSeconds], ['2026-01-01T00:00:30Z', 30]);
  assert.equal(first.metadata.generation, 2);

  await clock.advance(5_000);
  const { body: longer } = await server.ask(`DELETE ${pods}/web?gracePeriodSeconds=60`);
  assert.equal(longer.metadata.deletionGracePeriodSeconds, 30);
  const { body: shorter } = await server.ask(`DELETE ${pods}/web?gracePeriodSeconds=10`);
  assert.deepEqual([shorter.metadata.deletionTimestamp, shorter.metadata.deletionGracePeriodSeconds], ['2026-01-01T00:00:10Z', 10]);
  await clock.advance(20_000);
  const { body: late } = await server.ask(`DELETE ${pods}/web?gracePeriodSeconds=5`);
  assert.deepEqual([late.metadata.deletionTimestamp, late.metadata.deletionGracePeriodSeconds], ['2026-01-01T00:00:25Z', 1]);

  assert.equal((await server.ask(`DELETE ${pods}/web?gracePeriodSeconds=0`)).code, 200);
  assert.equal((await server.ask(`GET ${pods}/web`)).code, 404);
});

test('a pod without a node goes at once, after its watchers have seen it terminate', async () => {
  await using server = await startServer();
  await using watch = await server.watch(`${pods}?watch=1`);
  await server.ask(`POST ${pods}`, { body: { metadata: { name: 'p' }, spec: { containers: [{ name: 'c', image: 'x' }] } } });
  await server.ask(`DELETE ${pods}/p`);
  assert.deepEqual(await watch.take(3), ['ADDED p', 'MODIFIED p', 'DELETED p']);
});

const propagations = [
  { policy: 'Orphan', finalizers: ['orphan'] },
  { policy: 'Foreground', finalizers: ['foregroundDeletion'] },
];

for (const { policy, finalizers } of propagations) {
  test(`deletion by ${policy} waits for the garbage collector`, async () => {
    await using server = await startServer();
    await create(server, 'a');
    const { body } = await server.ask(`DELETE ${configMaps}/a`, { body: { propagationPolicy: policy } });
    assert.deepEqual(body.metadata.finalizers, finalizers);
    assert.equal((await server.ask(`DELETE ${configMaps}/a`, { body: { propagationPolicy: 'Background' } })).code, 200);
    assert.equal((await server.ask(`GET ${configMaps}/a`)).code, 404);
  });
}

test('jobs leave their pods behind unless the deletion says otherwise', async () => {
  await using server = await startServer();
  const jobs = '/apis/batch/v1/namespaces/default/jobs';
  const spec = { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'x' }] } } };
  for (const name of ['a', 'b']) await server.ask(`POST ${jobs}`, { body: { metadata: { name }, spec } });
  const { body } = await server.ask(`DELETE ${jobs}/a`);
  assert.deepEqual(body.metadata.finalizers, ['orphan']);
  await server.ask(`DELETE ${jobs}/b?propagationPolicy=Background`);
  assert.equal((await server.ask(`GET ${jobs}/b`)).code, 404);
});

test('preconditions keep a deletion from what is not meant', async () => {
  await using server = await startServer();
  const { body: created } = await create(server, 'a');
  const stale = { preconditions: { resourceVersion: '1' } };
  const other = { preconditions: { uid: '00000000-0000-0000-0000-000000000000' } };
  for (const body of [stale, other]) assert.equal((await server.ask(`DELETE ${configMaps}/a`, { body })).body.reason, 'Conflict');
  const { uid, resourceVersion } = created.metadata;
  assert.equal((await server.ask(`DELETE ${configMaps}/a`, { body: { preconditions: { uid, resourceVersion } } })).code, 200);
});

test('a collection is deleted as far as it is selected, and the answer holds what it was', async () => {
  await using server = await startServer();
  for (const name of ['a', 'b', 'c']) await create(server, name, { labels: { keep: String(name === 'b') } });
  await create(server, 'held', { labels: { keep: 'false' }, finalizers: ['example.com/hold'] });
  const { body } = await server.ask(`DELETE ${configMaps}?labelSelector=keep%3Dfalse`);
  assert.deepEqual(
    body.items?.map(({ metadata }) => metadata.name),
    ['a', 'c', 'held'],
  );
  const { body: left } = await server.ask(`GET ${configMaps}`);
  assert.deepEqual(
    left.items?.map(({ metadata }) => `${metadata.name} ${metadata.deletionTimestamp ? 'terminating' : 'alive'}`),
    ['b alive', 'held terminating'],
  );
});

test('of a collection no more is deleted than a limit says, and the answer says where to go on', async () => {
  await using server = await startServer();
  for (const name of ['a', 'b', 'c', 'd']) await create(server, name);
  const named = ({ items = [] }: Answered) => items.map(({ metadata }) => metadata.name);
  const { body: first } = await server.ask(`DELETE ${configMaps}?limit=2`);
  assert.deepEqual([named(first), first.metadata.remainingItemCount], [['a', 'b'], 2]);
  assert.deepEqual(named((await server.ask(`GET ${configMaps}`)).body), ['c', 'd']);
  const { body: second } = await server.ask(`DELETE ${configMaps}?limit=1&continue=${first.metadata.continue}`);
  assert.deepEqual([named(second), named((await server.ask(`GET ${configMaps}`)).body)], [['c'], ['d']]);
  for (const query of ['limit=x', 'gracePeriodSeconds=soon', 'fieldSelector=data.x%3D1', 'resourceVersionMatch=Exact'])
    assert((await server.ask(`DELETE ${configMaps}?${query}`)).code >= 400, query);
  assert.deepEqual(named((await server.ask(`GET ${configMaps}`)).body), ['d']);
});

test('preconditions may be said in the query, too', async () => {
  await using server = await startServer();
  const { body: created } = await create(server, 'a');
  assert.equal((await server.ask(`DELETE ${configMaps}/a?uid=another`)).code, 409);
  assert.equal((await server.ask(`DELETE ${configMaps}/a?resourceVersion=1`)).code, 409);
  assert.equal((await server.ask(`DELETE ${configMaps}/a?uid=${created.metadata.uid}`)).code, 200);
});

test('a dry run deletes nothing', async () => {
  await using server = await startServer();
  await create(server, 'a');
  assert.equal((await server.ask(`DELETE ${configMaps}/a?dryRun=All`)).code, 200);
  assert.equal((await server.ask(`DELETE ${configMaps}?dryRun=All`)).code, 200);
  assert.equal((await server.ask(`GET ${configMaps}/a`)).body.metadata.deletionTimestamp, undefined);
});

test('a namespace stays until its spec is finalized, and takes nothing new meanwhile', async () => {
  await using server = await startServer();
  await server.ask('POST /api/v1/namespaces', { body: { metadata: { name: 'shop' } } });
  const { body } = await server.ask('DELETE /api/v1/namespaces/shop');
  assert.deepEqual([body.status?.['phase'], body.spec?.['finalizers']], ['Terminating', ['kubernetes']]);
  const refused = await server.ask('POST /api/v1/namespaces/shop/configmaps', { body: configMap('late') });
  assert.deepEqual([refused.code, refused.body.details?.causes?.[0]?.reason], [403, 'NamespaceTerminating']);

  // Other updates do not end it.
  await server.ask('PATCH /api/v1/namespaces/shop', { body: { metadata: { labels: { a: 'b' } } }, headers: merge });
  assert.equal((await server.ask('GET /api/v1/namespaces/shop')).code, 200);
  const { body: current } = await server.ask('GET /api/v1/namespaces/shop');
  const finalized = await server.ask('PUT /api/v1/namespaces/shop/finalize', { body: { ...current, spec: {} } });
  assert.equal(finalized.code, 200);
  assert.equal((await server.ask('GET /api/v1/namespaces/shop')).code, 404);
});
