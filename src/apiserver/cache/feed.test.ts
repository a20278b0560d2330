import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryStore } from '../../storage/memory/store.ts';
import { storedValue } from '../../model/stored-object.ts';
import { configMap, prefix, put, remove, startFeed } from './cache-fixtures.ts';
import { CompactedError, type Store, type WatchOptions } from '../../storage/store.ts';
import { ResourceCache, SlowWatcher } from './resource-cache.ts';

test('each change reaches the cache of its resource and no other, also where resources share the beginning of their keys', async () => {
  const store = new MemoryStore();
  const prefixes = ['/registry/services/specs/', '/registry/services/endpoints/', '/registry/pods/'];
  const caches = prefixes.map((each) => new ResourceCache({ store, prefix: each }));
  await using running = await startFeed(store, ...caches);
  await Promise.all(caches.map((cache) => cache.load()));
  let revision = 0;
  for (const key of ['services/specs/default/a', 'services/endpoints/default/b', 'pods/default/c', 'podtemplates/default/d', 'elsewhere']) {
    const written = await store.put(`/registry/${key}`, storedValue(configMap('x')), { expect: 0 });
    assert(written.ok);
    ({ revision } = written.entry);
  }
  await running.feed.reached(revision);
  assert.deepEqual(
    caches.map((cache) => [...cache.entries()].map(([key]) => key)),
    [['default/a'], ['default/b'], ['default/c']],
  );
  assert.equal(running.feed.revision, revision);
});

test('whoever waits for a revision finds it in the cache', async () => {
  const store = new MemoryStore();
  const cache = new ResourceCache({ store, prefix });
  await using running = await startFeed(store, cache);
  await cache.load();
  for (let count = 0; count < 20; count++) {
    const revision = await put(store, configMap('a', [String(count)]));
    await running.feed.reached(revision);
    assert.equal(cache.get('default/a')?.revision, revision);
  }
  const gone = await remove(store, configMap('a'));
  await running.feed.reached(gone);
  assert.equal(cache.get('default/a'), undefined);
});

test('a revision that has been reached needs no waiting, and others are waited for one by one', async () => {
  const store = new MemoryStore();
  await using running = await startFeed(store);
  const { feed } = running;
  const first = await put(store, configMap('a'));
  await feed.reached(first);
  assert.equal(feed.reached(first), undefined);
  const order: string[] = [];
  const far = feed.reached(first + 2)?.then(() => order.push('far'));
  const near = feed.reached(first + 1)?.then(() => order.push('near'));
  await put(store, configMap('b'));
  await near;
  assert.deepEqual(order, ['near']);
  await put(store, configMap('c'));
  await far;
  assert.deepEqual(order, ['near', 'far']);
});

test('a feed begins with what the store holds already', async () => {
  const store = new MemoryStore();
  const revision = await put(store, configMap('a'));
  await using running = await startFeed(store);
  assert.equal(running.feed.revision, revision);
});

test('a cache that is added later is fed as well', async () => {
  const store = new MemoryStore();
  await using running = await startFeed(store);
  await put(store, configMap('a'));
  const cache = new ResourceCache({ store, prefix });
  running.feed.add(cache);
  await cache.load();
  await running.feed.reached(await put(store, configMap('b')));
  assert.deepEqual(
    [...cache.entries()].map(([key]) => key),
    ['default/a', 'default/b'],
  );
});

test('a feed whose store fails fails as well', async () => {
  const store = new MemoryStore();
  await assert.rejects(async () => {
    await using running = await startFeed(store);
    assert(running.feed);
    await store[Symbol.asyncDispose]();
  });
});

test('when changes have been missed, watchers are ended and everything is read anew: nothing is lost, nothing that is gone stays', async () => {
  await using store = new MemoryStore();
  const missing = missingOnce(store);
  const cache = new ResourceCache({ store: missing.store, prefix });
  await using running = await startFeed(missing.store, cache);
  await cache.load();
  for (const name of ['kept', 'gone', 'changed']) await put(store, configMap(name, ['x']));
  const byLabel = cache.index('label', ({ metadata }) => Object.values(metadata.labels ?? {}));
  const ended = new AbortController();
  const watcher = cache.watch({ after: cache.revision, signal: ended.signal });
  assert(watcher);

  missing.pause();
  await put(store, configMap('changed', ['y']));
  await remove(store, configMap('gone'));
  const last = await put(store, configMap('new'));
  missing.fail();
  await assert.rejects(Array.fromAsync(watcher.batches()), SlowWatcher);
  await running.feed.started();
  await cache.load();
  assert.deepEqual(
    [...cache.entries()].map(([key]) => key),
    ['default/changed', 'default/kept', 'default/new'],
  );
  assert(cache.revision >= last && running.feed.revision >= last);
  assert.deepEqual([...byLabel.get('x').keys()], [`${prefix}default/kept`]);
  assert.deepEqual([...byLabel.get('y').keys()], [`${prefix}default/changed`]);

  const later = await put(store, configMap('later'));
  await running.feed.reached(later);
  assert.equal(cache.get('default/later')?.revision, later);
  ended.abort();
});

/** The same store, whose first watch can be made to hear nothing and then to fail, as when history is gone. */
function missingOnce(store: Store) {
  const failing = Promise.withResolvers<never>();
  failing.promise.catch(() => {});
  let isPaused = false;
  let watches = 0;
  const wrapped = new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (name !== 'watch') return typeof value === 'function' ? value.bind(target) : value;
      return async function* (watched: string, options: WatchOptions) {
        const isFirst = ++watches === 1;
        const batches = target.watch(watched, options)[Symbol.asyncIterator]();
        for (;;) {
          const batch = await (isFirst ? Promise.race([batches.next(), failing.promise]) : batches.next());
          if (batch.done) return;
          if (isFirst && isPaused) await failing.promise;
          yield batch.value;
        }
      };
    },
  });
  return {
    store: wrapped,
    pause: () => void (isPaused = true),
    fail: () => failing.reject(new CompactedError(1)),
  };
}
