import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { systemClock } from '../../base/clock.ts';
import { FakeClock } from '../../base/fake-clock.ts';
import { silentLog } from '../../base/log.ts';
import { createClient } from '../../client/create-client.ts';
import { MemoryServer } from '../../client/testing/memory-server.ts';
import { ConfigMap } from '../../kinds/core/config-map.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { Secret } from '../../kinds/core/secret.ts';
import { createPodObjects } from './create-pod-objects.ts';

const pod = (uid: string) => ({ metadata: { namespace: 'shop', name: uid, uid } }) as Pod; // all that is read of it

async function started(t: { after(done: () => Promise<void>): void }) {
  const server = new MemoryServer(ConfigMap, Secret);
  const client = createClient({ transport: server.handle, userAgent: 'test', clock: systemClock });
  const stop = new AbortController();
  const objects = createPodObjects({ client, log: silentLog });
  const running = objects.run(stop.signal);
  t.after(async () => {
    stop.abort();
    await running;
  });
  const changes = new EventTarget();
  objects.observe((uid) => changes.dispatchEvent(new Event(uid)));
  const create = (name: string, data: Record<string, string>, more: object = {}) =>
    client.create(ConfigMap, { metadata: { namespace: 'shop', name }, data, ...more });
  return { server, client, objects, changes, create, signal: AbortSignal.timeout(10_000) };
}

test('an object is read once, kept up to date, and let go of when no pod needs it', async (t) => {
  const { server, client, objects, changes, create, signal } = await started(t);
  const created = await create('settings', { color: 'blue' });
  await create('other', {});
  assert.deepEqual((await objects.configMap(pod('p1'), 'settings', { signal })).data, { color: 'blue' });
  await objects.configMap(pod('p2'), 'settings', { signal });
  const isList = (request: string) => request.startsWith('GET') && !request.endsWith('?watch');
  assert.equal(server.requests.filter(isList).length, 1);

  const changed = Promise.all([once(changes, 'p1', { signal }), once(changes, 'p2', { signal })]);
  await client.update(ConfigMap, { ...created, data: { color: 'red' } });
  await changed;
  assert.deepEqual((await objects.configMap(pod('p1'), 'settings', { signal })).data, { color: 'red' });

  objects.release('p1');
  await objects.configMap(pod('p2'), 'settings', { signal });
  assert.equal(server.requests.filter(isList).length, 1);
  objects.release('p2');
  await objects.configMap(pod('p3'), 'settings', { signal });
  assert.equal(server.requests.filter(isList).length, 2);
});

test('an object that is missing is told so, and told when it comes and goes', async (t) => {
  const { client, objects, changes, create, signal } = await started(t);
  await assert.rejects(objects.configMap(pod('p1'), 'late', { signal }), { message: 'configmap "late" not found' });
  await assert.rejects(objects.secret(pod('p1'), 'late', { signal }), { message: 'secret "late" not found' });
  const came = once(changes, 'p1', { signal });
  await create('late', { a: '1' });
  await came;
  assert.deepEqual((await objects.configMap(pod('p1'), 'late', { signal })).data, { a: '1' });
  const gone = once(changes, 'p1', { signal });
  await client.delete(ConfigMap, { namespace: 'shop', name: 'late' });
  await gone;
  await assert.rejects(objects.configMap(pod('p1'), 'late', { signal }), { message: 'configmap "late" not found' });
});

test('an object that cannot change is not watched', async (t) => {
  const { server, client, objects, create, signal } = await started(t);
  const created = await create('fixed', { a: '1' }, { immutable: true });
  assert.equal((await objects.configMap(pod('p1'), 'fixed', { signal })).immutable, true);
  await client.update(ConfigMap, { ...created, data: { a: '2' } });
  assert.deepEqual((await objects.configMap(pod('p1'), 'fixed', { signal })).data, { a: '1' });
  assert.equal(server.requests.filter((request) => request.endsWith('?watch')).length, 0);
});

test('a reader does not wait for ever for an API server that does not answer', async () => {
  const clock = new FakeClock();
  const client = createClient({ transport: () => Promise.reject(new Error('no route')), userAgent: 'test', clock });
  const stop = new AbortController();
  const objects = createPodObjects({ client, log: silentLog, clock });
  const running = objects.run(stop.signal);
  const refused = assert.rejects(objects.configMap(pod('p1'), 'settings', { signal: stop.signal }), {
    message: 'failed to sync configmap cache: timed out waiting for the condition',
  });
  await clock.advance(1000);
  await refused;
  stop.abort();
  await running;
});
