import assert from 'node:assert/strict';
import { CompactedError, FutureRevisionError } from '../store.ts';
import { Listener } from './listener.ts';
import { storeTest, type Prepare } from './subject.ts';
import { create, remove, text, update } from './shorthand.ts';

export function compaction(prepare: Prepare): void {
  storeTest('compaction keeps what can be seen at its revision, and refuses what is older', prepare, async (store, signal) => {
    const a = await create(store, '/a', 'a1');
    const b = await create(store, '/b', 'b1');
    const a2 = await update(store, '/a', { expect: a, value: 'a2' });
    const gone = await remove(store, '/b', b);
    const a3 = await update(store, '/a', { expect: a2, value: 'a3' });
    await store.compact(gone);

    const at = async (revision: number) => (await store.list('/', { at: revision })).entries.map(text);
    assert.deepEqual(await at(gone), ['a2']);
    assert.deepEqual(await at(a3), ['a3']);
    await assert.rejects(store.list('/', { at: gone - 1 }), compactedAt(gone));
    await assert.rejects(new Listener(store, '/', { after: gone - 1, signal }).next(), compactedAt(gone));
    const listener = await new Listener(store, '/', { after: gone, signal }).until(a3);
    assert.deepEqual(listener.story, ['put /a=a3@6 was a2@4']);
    assert.equal(text(await store.get('/a')), 'a3');
    assert.equal(await store.revision(), a3);
  });

  storeTest('a compare-and-set goes on as before compaction, and so do revisions', prepare, async (store) => {
    const a = await create(store, '/a', 'a1');
    const a2 = await update(store, '/a', { expect: a, value: 'a2' });
    await store.compact(a2);
    await store.compact(await remove(store, '/a', a2));
    assert.equal(await store.revision(), 4);
    assert.equal(await store.get('/a'), undefined);
    assert.equal(await create(store, '/a'), 5);
  });

  storeTest('compacting the past again does nothing, the future is refused', prepare, async (store) => {
    await create(store, '/a');
    await store.compact(2);
    await store.compact(1);
    await assert.rejects(store.compact(3), FutureRevisionError);
    assert.equal((await store.list('/', { at: 2 })).entries.length, 1);
  });

  storeTest('writers, watchers and readers go on while a long history is compacted', prepare, async (store, signal) => {
    const revisions = new Map<string, number>();
    const rewrite = async (key: string, times: number) => {
      for (let time = 0; time < times; time++) {
        revisions.set(key, await update(store, key, { expect: revisions.get(key) ?? 0, value: `${key} ${time}` }));
      }
    };
    const names = Array.from({ length: 60 }, (_, index) => `/a/${index + 10}`);
    await Promise.all(names.map((key) => rewrite(key, 25)));
    const then = await store.revision();
    const listener = new Listener(store, '/', { after: then, signal });
    await listener.until(then);
    await Promise.all([store.compact(then), store.compact(then - 500), ...names.map((key) => rewrite(key, 3))]);
    const end = await store.revision();
    await listener.until(end);
    assert.equal(listener.mutations.length, names.length * 3);
    for (const change of listener.mutations) assert.ok(change.previous);
    assert.deepEqual(
      (await store.list('/', { at: then })).entries.map(text),
      names.map((key) => `${key} 24`),
    );
    await store.compact(end);
    assert.deepEqual(
      (await store.list('/')).entries.map(text),
      names.map((key) => `${key} 2`),
    );
  });
}

const compactedAt = (revision: number) => (error: unknown) => error instanceof CompactedError && error.compactedRevision === revision;
