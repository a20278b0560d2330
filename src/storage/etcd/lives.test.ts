import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../base/clock.ts';
import { Listener } from '../contract/listener.ts';
import { bytes, text } from '../contract/shorthand.ts';
import { openEtcdStore } from './open.ts';
import { startEtcd, withoutEtcd } from './testing/etcd.ts';

test('keys go when their life is over, unless they were written again', { skip: withoutEtcd, timeout: 60_000 }, async () => {
  await using etcd = await startEtcd();
  const { store } = await openEtcdStore({ servers: etcd.servers, clock: systemClock });
  await using _store = store;
  const life = { lifeMs: 1000 };
  const put = async (key: string, expect: number, options = {}) => {
    const written = await store.put(key, bytes(key), { expect, ...options });
    assert(written.ok);
    return written.entry.revision;
  };
  const stop = new AbortController();
  const listener = new Listener(store, '/', { after: await store.revision(), signal: stop.signal });
  await put('/short/a', 0, life);
  await put('/short/b', 0, life);
  await put('/kept/a', 0);
  await put('/kept/b', await put('/kept/b', 0, life));
  const deleted = () => listener.mutations.filter(({ type }) => type === 'delete').length;
  while (deleted() < 2) assert(await listener.next());
  stop.abort();
  const { entries } = await store.list('/');
  assert.deepEqual(
    entries.map((entry) => text(entry)),
    ['/kept/a', '/kept/b'],
  );
});
