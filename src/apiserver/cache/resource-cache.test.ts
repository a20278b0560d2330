import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MemoryStore } from '../../storage/memory/store.ts';
import type { Change, Page } from '../../storage/store.ts';
import { configMap, prefix, put, remove, startFeed } from './cache-fixtures.ts';
import type { CacheEvent } from './event.ts';
import { ResourceCache, SlowWatcher } from './resource-cache.ts';

const names = (cache: ResourceCache, where?: Parameters<ResourceCache['entries']>[0]) => [...cache.entries(where)].map(([key]) => key);
const told = ({ type, key, revision }: CacheEvent) => `${type} ${key.slice(prefix.length)} ${revision}`;

/** A store whose lists are answered when the test says so. */
class SlowListStore extends MemoryStore {
  readonly listed = Promise.withResolvers<void>();
  readonly answer = Promise.withResolvers<void>();

  override async list(keys: string): Promise<Page> {
    const page = await super.list(keys);
    this.listed.resolve();
    await this.answer.promise;
    return page;
  }
}

test('a cache knows nothing before it has loaded, and everything from then on', async () => {
  const store = new MemoryStore();
  const cache = new ResourceCache({ store, prefix });
  await using running = await startFeed(store, cache);
  await put(store, configMap('a'));
  const revision = await put(store, configMap('b'));
  assert.equal(cache.loaded, false);
  await cache.load();
  assert.equal(cache.loaded, true);
  assert.equal(cache.revision, revision);
  assert.deepEqual(names(cache), ['default/a', 'default/b']);

  const later = await put(store, configMap('c'));
  await running.feed.reached(later);
  assert.deepEqual(names(cache), ['default/a', 'default/b', 'default/c']);
  assert.equal(cache.get('default/c')?.object.metadata.resourceVersion, String(later));
});

test('changes that arrive while the first list is under way are neither lost nor told twice', async () => {
  const store = new SlowListStore();
  const cache = new ResourceCache({ store, prefix });
  await using running = await startFeed(store, cache);
  await put(store, configMap('before'));
  await put(store, configMap('going'));

  const loading = cache.load();
  await store.listed.promise;
  await put(store, configMap('during'));
  await put(store, configMap('before', ['changed']));
  const last = await remove(store, configMap('going'));
  await running.feed.reached(last);
  assert.equal(cache.loaded, false);
  store.answer.resolve();
  await loading;

  assert.deepEqual(names(cache), ['default/before', 'default/during']);
  assert.deepEqual(cache.get('default/before')?.object.metadata.labels, { l0: 'changed' });
  assert.equal(cache.revision, last);
  const stop = AbortSignal.abort();
  const events: string[] = [];
  for await (const event of cache.watch({ after: last - 3, signal: stop }) ?? []) events.push(told(event));
  assert.deepEqual(events, [`put default/during ${last - 2}`, `put default/before ${last - 1}`, `delete default/going ${last}`]);
});

test('a change that the first list has already is passed over when it arrives late', async () => {
  const store = new MemoryStore();
  const cache = new ResourceCache({ store, prefix });
  const revision = await put(store, configMap('a', ['new']));
  await cache.load();
  const entry = await store.get(`${prefix}default/a`);
  assert(entry);
  cache.apply({ type: 'put', entry: { ...entry, revision: revision - 1, value: Buffer.from('{}') } });
  cache.apply({ type: 'put', entry });
  assert.deepEqual(cache.get('default/a')?.object.metadata.labels, { l0: 'new' });
  assert.deepEqual(cache.watch({ after: revision, signal: AbortSignal.abort() }) && cache.revision, revision);
});

test('a list that fails is tried again when somebody asks', async () => {
  const store = new MemoryStore();
  await put(store, configMap('a'));
  const failures = [new Error('disk on fire')];
  const list = store.list.bind(store);
  store.list = (keys) => (failures.length > 0 ? Promise.reject(failures.pop()) : list(keys));
  const cache = new ResourceCache({ store, prefix });
  await assert.rejects(cache.load(), /disk on fire/);
  assert.equal(cache.loaded, false);
  await cache.load();
  assert.deepEqual(names(cache), ['default/a']);
});

test('entries come in the order of their keys, from any on, and of one namespace when asked', async () => {
  const store = new MemoryStore();
  const cache = new ResourceCache({ store, prefix });
  for (const [namespace, name] of ['b/x', 'a/y', 'a/x', 'a-b/x', 'ab/x'].map((key) => key.split('/'))) {
    await put(store, configMap(name ?? '', [], namespace));
  }
  await cache.load();
  assert.deepEqual(names(cache), ['a-b/x', 'a/x', 'a/y', 'ab/x', 'b/x']);
  assert.deepEqual(names(cache, { under: 'a/' }), ['a/x', 'a/y']);
  assert.deepEqual(names(cache, { under: 'a/', after: 'a/x' }), ['a/y']);
  assert.deepEqual(names(cache, { after: 'a/x' }), ['a/y', 'ab/x', 'b/x']);
  assert.deepEqual(names(cache, { after: 'a/w' }), ['a/x', 'a/y', 'ab/x', 'b/x']);
  assert.deepEqual(names(cache, { under: 'nowhere/' }), []);
});

test('an index covers what was there before it and what comes after', async () => {
  const store = new MemoryStore();
  const cache = new ResourceCache({ store, prefix });
  await using running = await startFeed(store, cache);
  await put(store, configMap('old', ['x']));
  await cache.load();
  const index = cache.index('label', ({ metadata }) => Object.values(metadata.labels ?? {}));
  assert.equal(
    cache.index('label', () => []),
    index,
  );
  await put(store, configMap('new', ['x']));
  await running.feed.reached(await put(store, configMap('old', ['y'])));
  assert.deepEqual([...index.get('x').keys()], [`${prefix}default/new`]);
  assert.deepEqual([...index.get('y').keys()], [`${prefix}default/old`]);
  await running.feed.reached(await remove(store, configMap('old')));
  assert.equal(index.get('y').size, 0);
});

test('watchers are told what was, what is, and of which version a deletion is', async () => {
  const store = new MemoryStore();
  const cache = new ResourceCache({ store, prefix });
  await using running = await startFeed(store, cache);
  await cache.load();
  const stopping = new AbortController();
  const watch = cache.watch({ after: cache.revision, signal: stopping.signal });
  await put(store, configMap('a', ['1']));
  await put(store, configMap('a', ['2']));
  const deleted = await remove(store, configMap('a'));
  await running.feed.reached(deleted);
  stopping.abort();
  const events: CacheEvent[] = [];
  for await (const event of watch ?? []) events.push(event);
  const labelOf = (object: CacheEvent['object'] | undefined) => object?.object.metadata.labels?.['l0'];
  assert.deepEqual(
    events.map(({ type, object, previous }) => [type, labelOf(previous), labelOf(object)]),
    [
      ['put', undefined, '1'],
      ['put', '1', '2'],
      ['delete', '2', '2'],
    ],
  );
  const [, , end] = events;
  assert.equal(end?.object.object.metadata.resourceVersion, String(deleted));
  assert.equal(end?.previous?.object.metadata.resourceVersion, String(deleted - 1));
  assert.equal(cache.watcherCount, 0);
});

test('a watch goes back as far as the cache remembers, and not further', async () => {
  const store = new MemoryStore();
  const cache = new ResourceCache({ store, prefix, historyLength: 2 });
  await using running = await startFeed(store, cache);
  const early = await put(store, configMap('a'));
  await cache.load();
  const signal = AbortSignal.abort();
  assert.equal(cache.watch({ after: early - 1, signal }), undefined);
  assert.notEqual(cache.watch({ after: early, signal }), undefined);
  let last = early;
  for (let count = 0; count < 5; count++) last = await put(store, configMap('a', [String(count)]));
  await running.feed.reached(last);
  assert.equal(cache.watch({ after: early, signal }), undefined);
  assert.notEqual(cache.watch({ after: last - 2, signal }), undefined);
});

test('a cache that has not loaded gives no watch', () => {
  const cache = new ResourceCache({ store: new MemoryStore(), prefix });
  assert.equal(cache.watch({ after: 1, signal: AbortSignal.abort() }), undefined);
});

test('a watcher that is too slow is ended after what it was given; others go on', async () => {
  const store = new MemoryStore();
  const cache = new ResourceCache({ store, prefix, watcherCapacity: 3 });
  await using running = await startFeed(store, cache);
  await cache.load();
  const stopping = new AbortController();
  const slow = cache.watch({ after: cache.revision, signal: stopping.signal });
  const fast = cache.watch({ after: cache.revision, signal: stopping.signal });
  assert(slow && fast);
  const heard = fast[Symbol.asyncIterator]();
  for (let count = 0; count < 5; count++) {
    const revision = await put(store, configMap('a', [String(count)]));
    assert.equal((await heard.next()).value?.revision, revision);
  }
  assert.equal(cache.watcherCount, 1);
  const events: string[] = [];
  await assert.rejects(async () => {
    for await (const event of slow) events.push(told(event));
  }, SlowWatcher);
  assert.equal(events.length, 3);
  stopping.abort();
  assert.equal((await heard.next()).done, true);
  await running.feed.reached(cache.revision);
});

test('what a watcher has to catch up with does not count against it', async () => {
  const store = new MemoryStore();
  const cache = new ResourceCache({ store, prefix, watcherCapacity: 3 });
  await using running = await startFeed(store, cache);
  await cache.load();
  const start = cache.revision;
  for (let count = 0; count < 10; count++) await put(store, configMap('a', [String(count)]));
  await running.feed.reached(start + 10);
  const stopping = new AbortController();
  const watch = cache.watch({ after: start, signal: stopping.signal });
  await running.feed.reached(await put(store, configMap('b')));
  stopping.abort();
  const events: string[] = [];
  for await (const event of watch ?? []) events.push(told(event));
  assert.equal(events.length, 11);
});

test('a watch whose signal has aborted already is over once it has told the past', async () => {
  const cache = new ResourceCache({ store: new MemoryStore(), prefix });
  await cache.load();
  const watch = cache.watch({ after: cache.revision, signal: AbortSignal.abort() });
  const events: unknown[] = [];
  for await (const event of watch ?? []) events.push(event);
  assert.deepEqual(events, []);
  assert.equal(cache.watcherCount, 0);
});

test('from every version on, a watch leads from what was there then to what is there now', async () => {
  const write = fc.record({ name: fc.constantFrom('a', 'b', 'c'), value: fc.option(fc.constantFrom('x', 'y'), { nil: undefined }) });
  await fc.assert(
    fc.asyncProperty(
      fc.array(write, { maxLength: 30 }),
      fc.nat(30),
      fc.integer({ min: 1, max: 8 }),
      async (writes, loadAt, historyLength) => {
        const store = new MemoryStore();
        const cache = new ResourceCache({ store, prefix, historyLength });
        await using running = await startFeed(store, cache);
        const past = new Map<number, Map<string, unknown>>();
        const current = new Map<string, unknown>();
        let revision = await store.revision();
        past.set(revision, new Map());
        for (const [index, { name, value }] of writes.entries()) {
          if (index === loadAt) await cache.load();
          if (value === undefined && !current.has(name)) continue;
          revision = value === undefined ? await remove(store, configMap(name)) : await put(store, configMap(name, [value]));
          if (value === undefined) current.delete(name);
          else current.set(name, value);
          past.set(revision, new Map(current));
        }
        await cache.load();
        await running.feed.reached(revision);
        assert.deepEqual(
          new Map([...cache.entries()].map(([key, { object }]) => [key.split('/')[1], object.metadata.labels?.['l0']])),
          current,
        );
        for (const [after, then] of past) {
          const watch = cache.watch({ after, signal: AbortSignal.abort() });
          if (!watch) continue;
          for await (const { type, object } of watch) {
            if (type === 'put') then.set(object.object.metadata.name, object.object.metadata.labels?.['l0']);
            else assert(then.delete(object.object.metadata.name));
          }
          assert.deepEqual(then, current);
        }
      },
    ),
    { numRuns: 50 },
  );
});

test('progress changes nothing', async () => {
  const cache = new ResourceCache({ store: new MemoryStore(), prefix });
  await cache.load();
  const { revision } = cache;
  const progress: Change = { type: 'progress', revision: revision + 5 };
  cache.apply(progress);
  assert.equal(cache.revision, revision);
});
