import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../base/fake-clock.ts';
import { silentLog } from '../base/log.ts';
import { ConfigMap } from '../kinds/core/config-map.ts';
import { createClient } from './create-client.ts';
import { createInformers } from './create-informers.ts';
import { inProcess } from './in-process.ts';
import { MemoryServer } from './testing/memory-server.ts';

function setUp() {
  const server = new MemoryServer(ConfigMap);
  const clock = new FakeClock();
  const stopping = new AbortController();
  const client = createClient({ transport: inProcess(server.handle, { user: { name: 'test', groups: [] } }), userAgent: 'test', clock });
  const informers = createInformers({ client, clock, log: silentLog });
  const running = informers.run(stopping.signal);
  return {
    server,
    clock,
    client,
    informers,
    signal: AbortSignal.timeout(5000),
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await running;
    },
  };
}

const configMap = (namespace: string, name: string, labels: Record<string, string> = {}) => ({ metadata: { namespace, name, labels } });

test('an informer holds what is there, and what comes, changes and goes', async () => {
  await using cluster = setUp();
  const { client, informers, signal } = cluster;
  await client.create(ConfigMap, configMap('shop', 'a'));
  const informer = informers.of(ConfigMap);
  await informer.caughtUp({ signal });
  assert.deepEqual(
    informer.list('shop').map(({ metadata }) => metadata.name),
    ['a'],
  );
  const b = await client.create(ConfigMap, configMap('shop', 'b'));
  await informer.caughtUp({ resourceVersion: b.metadata.resourceVersion, signal });
  assert.equal(informer.get({ namespace: 'shop', name: 'b' })?.metadata.uid, b.metadata.uid);
  const changed = await client.update(ConfigMap, { ...b, data: { color: 'blue' } });
  await informer.caughtUp({ resourceVersion: changed.metadata.resourceVersion, signal });
  assert.deepEqual(informer.get({ namespace: 'shop', name: 'b' })?.data, { color: 'blue' });
  const gone = await client.delete(ConfigMap, { namespace: 'shop', name: 'a' });
  await informer.caughtUp({ resourceVersion: gone?.metadata.resourceVersion ?? '', signal });
  assert.equal(informer.size, 1);
  assert.deepEqual(informer.list('elsewhere'), []);
});

test('the same kind and selection is the same informer', async () => {
  await using cluster = setUp();
  const { informers } = cluster;
  assert.equal(informers.of(ConfigMap), informers.of(ConfigMap));
  assert.notEqual(informers.of(ConfigMap), informers.of(ConfigMap, { namespace: 'shop' }));
});

test('an index finds objects by value and follows their changes', async () => {
  await using cluster = setUp();
  const { client, informers, signal } = cluster;
  const informer = informers.of(ConfigMap);
  informer.index('team', ({ metadata }) => Object.values(metadata.labels ?? {}));
  const a = await client.create(ConfigMap, configMap('shop', 'a', { team: 'red' }));
  await informer.caughtUp({ resourceVersion: a.metadata.resourceVersion, signal });
  assert.equal(informer.byIndex('team', 'red').length, 1);
  const moved = await client.update(ConfigMap, { ...a, metadata: { ...a.metadata, labels: { team: 'blue' } } });
  await informer.caughtUp({ resourceVersion: moved.metadata.resourceVersion, signal });
  assert.equal(informer.byIndex('team', 'red').length, 0);
  assert.equal(informer.byIndex('team', 'blue').length, 1);
  assert.throws(() => informer.byIndex('color', 'red'), /no index color/);
});

test('an observer hears of what is known and then of changes, and a failing one does not stop the others', async () => {
  await using cluster = setUp();
  const { client, informers, signal } = cluster;
  const informer = informers.of(ConfigMap);
  await client.create(ConfigMap, configMap('shop', 'a'));
  await informer.caughtUp({ resourceVersion: '1', signal });
  using _failing = informer.observe({
    applied: () => {
      throw new Error('bug');
    },
  });
  const heard: string[] = [];
  const observing = informer.observe({
    applied: ({ metadata }, previous) => heard.push(`${metadata.name} ${previous ? 'changed' : 'came'}`),
    deleted: ({ metadata }) => heard.push(`${metadata.name} went`),
  });
  const b = await client.create(ConfigMap, configMap('shop', 'b'));
  await client.update(ConfigMap, b);
  await client.delete(ConfigMap, b.metadata);
  await informer.caughtUp({ resourceVersion: '4', signal });
  observing[Symbol.dispose]();
  await client.create(ConfigMap, configMap('shop', 'c'));
  await informer.caughtUp({ resourceVersion: '5', signal });
  assert.deepEqual(heard, ['a came', 'b came', 'b changed', 'b went']);
});

test('a watch that ended goes on where it was, without listing again', async () => {
  await using cluster = setUp();
  const { client, server, clock, informers, signal } = cluster;
  const informer = informers.of(ConfigMap);
  await informer.caughtUp({ signal });
  server.endWatches();
  await client.create(ConfigMap, configMap('shop', 'a'));
  await advanceUntil(clock, informer.caughtUp({ resourceVersion: '1', signal }));
  assert.deepEqual(server.requests.filter((request) => request === 'GET /api/v1/configmaps').length, 1);
});

test('a watch from too long ago lists again, and tells of what went meanwhile', async () => {
  await using cluster = setUp();
  const { client, server, clock, informers, signal } = cluster;
  await client.create(ConfigMap, configMap('shop', 'a'));
  const informer = informers.of(ConfigMap);
  await informer.caughtUp({ signal });
  const went: string[] = [];
  using _observer = informer.observe({ deleted: ({ metadata }) => went.push(metadata.name) });
  server.endWatches();
  await client.delete(ConfigMap, { namespace: 'shop', name: 'a' });
  server.compact();
  await advanceUntil(clock, informer.caughtUp({ resourceVersion: '2', signal }));
  assert.deepEqual(went, ['a']);
  assert.equal(informer.size, 0);
});

test('refresh lists anew', async () => {
  await using cluster = setUp();
  const { server, clock, informers, signal } = cluster;
  const informer = informers.of(ConfigMap);
  await informer.caughtUp({ signal });
  informer.refresh();
  await advanceUntil(
    clock,
    until(() => server.requests.filter((request) => request === 'GET /api/v1/configmaps').length === 2),
  );
});

test('waiting for what never comes ends with the signal', async () => {
  await using cluster = setUp();
  const stop = new AbortController();
  const waiting = cluster.informers.of(ConfigMap).caughtUp({ resourceVersion: '99', signal: stop.signal });
  stop.abort(new Error('enough'));
  await assert.rejects(waiting, /enough/);
});

async function advanceUntil(clock: FakeClock, done: Promise<void>): Promise<void> {
  const finished = new AbortController();
  void done.then(() => finished.abort());
  for (let tries = 0; tries < 1000 && !finished.signal.aborted; tries++) await clock.advance(100);
  await done;
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 10_000; tries++) {
    if (condition()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error('the condition did not come true');
}
