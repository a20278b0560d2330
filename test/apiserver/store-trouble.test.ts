import assert from 'node:assert/strict';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { startCluster, type TestCluster } from '../../src/cluster/testing.ts';
import { ConfigMap } from '../../src/kinds/core/config-map.ts';
import { Namespace } from '../../src/kinds/core/namespace.ts';
import { ApiError } from '../../src/model/errors.ts';
import type { User } from '../../src/model/request.ts';
import { openSqliteStore } from '../../src/storage/sqlite/store.ts';
import { temporaryFolder } from '../support/api-server-process.ts';
import { until } from '../support/until.ts';

const namespace = 'default';
const administrator: User = { name: 'admin', groups: ['system:masters'] };

async function health(cluster: TestCluster, path: string): Promise<{ code: number; text: string }> {
  const { code, body } = await cluster.handle({
    method: 'GET',
    path,
    query: new URLSearchParams(),
    headers: {},
    credentials: { type: 'user', user: administrator },
    signal: new AbortController().signal,
  });
  return { code, text: body.type === 'bytes' && body.bytes instanceof Uint8Array ? Buffer.from(body.bytes).toString() : '' };
}

const names = async ({ client }: TestCluster): Promise<string[]> =>
  (await client.list(ConfigMap, { namespace })).items.map(({ metadata }) => metadata.name);

const create = ({ client }: TestCluster, name: string) =>
  client.create(ConfigMap, { metadata: { name, namespace }, data: { text: 'x'.repeat(40_000) } });

test('a server whose store is full says so, is read and cleared as ever, and takes writes again', async () => {
  await using folder = await temporaryFolder();
  const openSmall = () => openSqliteStore({ directory: folder.path, maxBytes: 4 * 1024 * 1024 });
  const acknowledged: string[] = [];
  {
    await using store = await openSmall();
    await using cluster = await startCluster({ store, bootstrap: false });
    const { client } = cluster;
    await client.create(Namespace, { metadata: { name: namespace }, spec: {} });
    const fill = async () => {
      while (acknowledged.length < 200) {
        const name = `m${acknowledged.length + 100}`;
        await create(cluster, name);
        acknowledged.push(name);
      }
    };
    const refusal: unknown = await fill().catch((error: unknown) => error);
    assert(ApiError.is(refusal, 'InternalError'));
    assert.match(refusal.message, /there is no room left for the store/);
    assert(acknowledged.length > 20);

    // It answers, so there is no reason to send clients elsewhere: they can read, and make room.
    for (const path of ['/livez', '/readyz']) assert.equal((await health(cluster, path)).code, 200, path);
    assert.deepEqual(await names(cluster), acknowledged);
    const [first = ''] = acknowledged;
    const labelled = await client.patch(
      ConfigMap,
      { name: first, namespace },
      { type: 'merge', body: { metadata: { labels: { a: 'b' } } } },
    );
    assert.equal(labelled.metadata.labels?.['a'], 'b');
    for (const name of acknowledged.splice(-20)) await client.delete(ConfigMap, { name, namespace });
    await until('there is room again', () => create(cluster, 'z-again'));
    acknowledged.push('z-again');
    assert.deepEqual(await names(cluster), acknowledged);
  }
  await using store = await openSmall();
  await using cluster = await startCluster({ store, bootstrap: false });
  assert.deepEqual(await names(cluster), acknowledged);
});

test('a server whose store is damaged says so, and is not ready', async () => {
  await using folder = await temporaryFolder();
  {
    await using store = await openSqliteStore({ directory: folder.path });
    await using cluster = await startCluster({ store, bootstrap: false });
    await cluster.client.create(Namespace, { metadata: { name: namespace }, spec: {} });
    for (let index = 0; index < 20; index++) await create(cluster, `m${index}`);
  }
  {
    await using file = await open(join(folder.path, 'store.db'), 'r+');
    // Pages in the middle: the first ones say what tables there are, the last ones hold what was written last.
    await file.write(new Uint8Array(100 * 4096).fill(0xee), 0, 100 * 4096, 50 * 4096);
  }
  await using store = await openSqliteStore({ directory: folder.path });
  const cluster = await startCluster({ store, bootstrap: false });
  await assert.rejects(
    names(cluster),
    (error) => ApiError.is(error, 'InternalError') && /the store has broken: database disk image is malformed/.test(error.message),
  );
  for (const path of ['/livez', '/readyz']) assert.equal((await health(cluster, path)).code, 500, path);
  assert.match((await health(cluster, '/readyz/etcd')).text, /the store has broken: database disk image is malformed/);
  await assert.rejects(create(cluster, 'another'), (error) => ApiError.is(error, 'InternalError'));
  // Whoever runs it is to notice.
  await assert.rejects(cluster.stop(), /api-server/);
});
