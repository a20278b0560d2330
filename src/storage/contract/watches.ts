import assert from 'node:assert/strict';
import { FutureRevisionError } from '../store.ts';
import { Listener } from './listener.ts';
import { storeTest, type Prepare } from './subject.ts';
import { create, remove, update } from './shorthand.ts';

export function watches(prepare: Prepare): void {
  storeTest('a watch from now begins with progress and then hears every write', prepare, async (store, signal) => {
    const a = await create(store, '/a', 'a1');
    const listener = new Listener(store, '/', { after: a, signal });
    await listener.next();
    assert.deepEqual(listener.changes, [{ type: 'progress', revision: a }]);
    const a2 = await update(store, '/a', { expect: a, value: 'a2' });
    await create(store, '/b', 'b1');
    await listener.until(await remove(store, '/a', a2));
    assert.deepEqual(listener.story, ['put /a=a2@3 was a1@2', 'put /b=b1@4', 'delete /a@5 was a2@3']);
  });

  storeTest('a watch from the past hears what happened since, then what happens', prepare, async (store, signal) => {
    const a = await create(store, '/x/a', 'a1');
    await create(store, '/y/a', 'other');
    const a2 = await update(store, '/x/a', { expect: a, value: 'a2' });
    await remove(store, '/x/a', a2);
    await create(store, '/x/a', 'a3');
    const since1 = new Listener(store, '/x/', { after: 1, signal });
    const sinceUpdate = new Listener(store, '/x/', { after: a2, signal });
    await since1.next();
    const end = await create(store, '/x/b', 'b1');
    const recent = ['delete /x/a@5 was a2@4', 'put /x/a=a3@6', 'put /x/b=b1@7'];
    assert.deepEqual((await since1.until(end)).story, ['put /x/a=a1@2', 'put /x/a=a2@4 was a1@2', ...recent]);
    assert.deepEqual((await sinceUpdate.until(end)).story, recent);
  });

  storeTest('a watch hears only of its prefix, and of the others by progress', prepare, async (store, signal) => {
    const pods = new Listener(store, '/pods/', { after: 1, signal });
    const podsOfA = new Listener(store, '/pods/a/', { after: 1, signal });
    await Promise.all([pods.until(1), podsOfA.until(1)]);
    await create(store, '/pods/a/x');
    await create(store, '/pods/b/x');
    const end = await create(store, '/nodes/x');
    assert.deepEqual((await pods.until(end)).story, ['put /pods/a/x=/pods/a/x@2', 'put /pods/b/x=/pods/b/x@3']);
    assert.deepEqual((await podsOfA.until(end)).story, ['put /pods/a/x=/pods/a/x@2']);
    assert.deepEqual(podsOfA.changes.at(-1), { type: 'progress', revision: end });
  });

  storeTest('where writes reach watches first, an acknowledged write is already there to take', prepare, async (store, signal) => {
    if (!store.writesReachWatchesFirst) return;
    const heard: number[] = [];
    const listener = new Listener(store, '/', { after: 1, signal });
    await listener.until(1);
    for (let round = 0; round < 20; round++) {
      const waiting = listener.next();
      const revision = await create(store, `/a/${round}`);
      assert.notEqual(await Promise.race([waiting, turns(5)]), 'late');
      await waiting;
      heard.push(revision);
    }
    assert.deepEqual(
      listener.mutations.map((change) => (change.type === 'put' ? change.entry.revision : 0)),
      heard,
    );
  });

  storeTest('every watcher hears every change exactly once and in order, joining while many write', prepare, async (store, signal) => {
    const write = async (writer: number) => {
      for (let round = 0; round < 15; round++) {
        const key = `/w/${writer}`;
        const created = await create(store, key, `${round}`);
        const updated = await update(store, key, { expect: created, value: `${round}!` });
        await remove(store, key, updated);
      }
    };
    const end = 1 + 20 * 15 * 3;
    const join = async (at: number) => {
      while ((await store.revision()) < at) await turns(1);
      return new Listener(store, '/w/', { after: 1, signal }).until(end);
    };
    const watching = Array.from({ length: 20 }, (_, index) => join(1 + index * 45));
    await Promise.all(Array.from({ length: 20 }, (_, writer) => write(writer)));
    const listeners = await Promise.all(watching);
    const first = listeners[0]?.story;
    assert.equal(first?.length, end - 1);
    for (const { mutations, story } of listeners) {
      assert.deepEqual(story, first);
      mutations.forEach((change, index) => assert.equal(change.type === 'put' ? change.entry.revision : change.revision, index + 2));
    }
  });

  storeTest('a watch ends when its signal aborts, even one that has already', prepare, async (store, signal) => {
    const ending = new AbortController();
    const listener = new Listener(store, '/', { after: 1, signal: AbortSignal.any([ending.signal, signal]) });
    await listener.until(1);
    const waiting = listener.next();
    ending.abort();
    assert.equal(await waiting, false);
    assert.equal(await new Listener(store, '/', { after: 1, signal: ending.signal }).next(), false);
  });

  storeTest('a watch from a revision not reached yet is refused', prepare, async (store, signal) => {
    await assert.rejects(new Listener(store, '/', { after: 2, signal }).next(), FutureRevisionError);
  });
}

/** Lets the event loop come round so many times. */
async function turns(count: number): Promise<'late'> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
  return 'late';
}
