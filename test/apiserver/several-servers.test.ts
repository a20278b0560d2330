import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { systemClock } from '../../src/base/clock.ts';
import { startCluster, type TestCluster } from '../../src/cluster/testing.ts';
import { ConfigMap } from '../../src/kinds/core/config-map.ts';
import { Namespace } from '../../src/kinds/core/namespace.ts';
import { Service } from '../../src/kinds/core/service/index.ts';
import { ApiError } from '../../src/model/errors.ts';
import { StoreFullError } from '../../src/storage/errors.ts';
import { openEtcdStore } from '../../src/storage/etcd/open.ts';
import { startEtcd, withoutEtcd, type Etcd } from '../../src/storage/etcd/testing/etcd.ts';
import { until } from '../support/until.ts';

const namespace = 'default';

interface Servers extends AsyncDisposable {
  readonly etcd: Etcd;
  readonly servers: readonly TestCluster[];
}

/** Three API servers on one etcd; each prefers another member. */
async function startServers({ members }: { members: number }): Promise<Servers> {
  const stack = new AsyncDisposableStack();
  try {
    const etcd = stack.use(await startEtcd({ members }));
    const servers: TestCluster[] = [];
    for (let index = 0; index < 3; index++) {
      const order = etcd.servers.map((_, at) => etcd.servers[(at + index) % members] ?? '');
      const { store } = await openEtcdStore({ servers: order, clock: systemClock });
      stack.use(store);
      // The first one makes what every cluster has; the others find it.
      servers.push(stack.use(await startCluster({ store, bootstrap: index === 0 })));
    }
    return { etcd, servers, [Symbol.asyncDispose]: () => stack.disposeAsync() };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

const at = (servers: readonly TestCluster[], index: number): TestCluster => {
  const server = servers[index % servers.length];
  assert(server);
  return server;
};
const createMap = ({ client }: TestCluster, name: string) =>
  client.create(ConfigMap, { metadata: { name, namespace }, data: { count: '0' } });

describe('several API servers on one etcd', { skip: withoutEtcd, timeout: 120_000 }, () => {
  test('what one has done, the others know when they are asked next', async () => {
    await using cluster = await startServers({ members: 1 });
    const { servers } = cluster;
    for (let round = 0; round < 10; round++) {
      const [first, second, third] = [at(servers, round), at(servers, round + 1), at(servers, round + 2)];
      const name = `m${round}`;
      const created = await createMap(first, name);
      const seen = await second.client.get(ConfigMap, { namespace, name });
      assert.equal(seen.metadata.resourceVersion, created.metadata.resourceVersion);
      await third.client.update(ConfigMap, { ...seen, data: { count: '1' } });
      assert.deepEqual((await first.client.get(ConfigMap, { namespace, name })).data, { count: '1' });
      const { items } = await second.client.list(ConfigMap, { namespace });
      assert.equal(items.find(({ metadata }) => metadata.name === name)?.data?.['count'], '1');
      await second.client.delete(ConfigMap, { namespace, name });
      await assert.rejects(third.client.get(ConfigMap, { namespace, name }), (error) => ApiError.is(error, 'NotFound'));
      await createMap(third, name);
    }
  });

  test('of updates of one version, one wins; updates that do not name one all count', async () => {
    await using cluster = await startServers({ members: 1 });
    const { servers } = cluster;
    const created = await createMap(at(servers, 0), 'shared');
    const updates = servers.map(({ client }, index) => client.update(ConfigMap, { ...created, data: { by: String(index) } }));
    const settled = await Promise.allSettled(updates);
    assert.equal(settled.filter(({ status }) => status === 'fulfilled').length, 1);
    for (const each of settled) assert(each.status === 'fulfilled' || ApiError.is(each.reason, 'Conflict'));

    await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        at(servers, index).client.patch(
          ConfigMap,
          { namespace, name: 'shared' },
          { type: 'merge', body: { data: { [`k${index}`]: 'x' } } },
        ),
      ),
    );
    const { data } = await at(servers, 1).client.get(ConfigMap, { namespace, name: 'shared' });
    assert.equal(Object.keys(data ?? {}).filter((key) => key.startsWith('k')).length, 60);
  });

  test('cluster IPs and node ports are given out without clashes', async () => {
    await using cluster = await startServers({ members: 1 });
    const services = await Promise.all(
      Array.from({ length: 90 }, (_, index) =>
        at(cluster.servers, index).client.create(Service, {
          metadata: { name: `s${index}`, namespace },
          spec: { type: 'NodePort', ports: [{ port: 80 }] },
        }),
      ),
    );
    assert.equal(new Set(services.map(({ spec }) => spec.clusterIP)).size, 90);
    assert.equal(new Set(services.map(({ spec }) => spec.ports?.[0]?.nodePort)).size, 90);
  });

  test('while members are killed in turn, no acknowledged write is lost, and no server goes back in time', async () => {
    await using cluster = await startServers({ members: 3 });
    const { etcd, servers } = cluster;
    const acknowledged = new Map<string, number>();
    const stopping = new AbortController();
    const writing = servers.map(async (server, writer) => {
      let latest = 0;
      for (let count = 0; !stopping.signal.aborted; count++) {
        const name = `w${writer}-${count}`;
        try {
          const created = await createMap(server, name);
          acknowledged.set(name, Number(created.metadata.resourceVersion));
          const { resourceVersion } = await at(servers, writer + 1).client.list(ConfigMap, { namespace, limit: 1 });
          assert(Number(resourceVersion) >= latest, `${resourceVersion} after ${latest}`);
          latest = Number(resourceVersion);
        } catch (error) {
          // Not acknowledged: it may or may not have been made.
          if (!(error instanceof ApiError)) throw error;
        }
      }
    });
    try {
      for (const member of [0, 1, 2]) {
        const before = acknowledged.size;
        await etcd.kill(member);
        while (acknowledged.size < before + 20) await Promise.race([systemClock.sleep(20), ...writing]);
        await etcd.start(member);
      }
    } finally {
      stopping.abort();
    }
    await Promise.all(writing);
    for (const { client } of servers) {
      const { items } = await client.list(ConfigMap, { namespace });
      const found = new Map(items.map(({ metadata }) => [metadata.name, Number(metadata.resourceVersion)]));
      for (const [name, version] of acknowledged) assert.equal(found.get(name), version, name);
    }
  });
});

describe('an API server whose etcd is away', { skip: withoutEtcd, timeout: 120_000 }, () => {
  test('is not ready, answers what may be old, and goes on where it was once etcd is back', async () => {
    await using cluster = await startServers({ members: 1 });
    const { etcd, servers } = cluster;
    const server = at(servers, 1);
    const ready = async () => (await get(server, '/readyz')).code;
    await createMap(server, 'before');
    assert.equal(await ready(), 200);
    await etcd.kill(0);
    assert.equal(await ready(), 500);
    await assert.rejects(createMap(server, 'during'), /etcd cannot be reached/);
    const { items } = await server.client.list(ConfigMap, { namespace, resourceVersion: '0' });
    assert(items.some(({ metadata }) => metadata.name === 'before'));
    await etcd.start(0);
    await until('it is ready again', async () => (await ready()) === 200);
    await createMap(server, 'after');
    assert.equal((await at(servers, 0).client.get(ConfigMap, { namespace, name: 'after' })).metadata.name, 'after');
  });

  test('whose space is used up reads, and refuses to write in words that help', async () => {
    await using etcd = await startEtcd({ args: [`--quota-backend-bytes=${2 * 1024 * 1024}`] });
    const { store } = await openEtcdStore({ servers: etcd.servers, clock: systemClock });
    await using _closed = store;
    await using server = await startCluster({ store, bootstrap: false });
    const fill = async () => {
      for (let index = 0; index < 100; index++) await store.put(`/filler/${index}`, new Uint8Array(100_000), { expect: 0 });
    };
    await assert.rejects(fill(), StoreFullError);
    await assert.rejects(server.client.create(Namespace, { metadata: { name: 'full' }, spec: {} }), /its space quota is used up/);
    assert.deepEqual((await server.client.list(Namespace)).items, []);
    assert.equal((await get(server, '/readyz')).code, 200);
  });
});

const get = (cluster: TestCluster, path: string) =>
  cluster.handle({
    method: 'GET',
    path,
    query: new URLSearchParams(),
    headers: {},
    credentials: { type: 'none' },
    body: undefined,
    signal: new AbortController().signal,
  });
