import assert from 'node:assert/strict';
import { CompactedError } from '../store.ts';
import { Listener } from './listener.ts';
import { subjectTest, type Prepare } from './subject.ts';
import { create, remove, text, update } from './shorthand.ts';

export function durability(prepare: Prepare): void {
  subjectTest('a store that was closed has everything when it is opened again', prepare, async (subject, signal) => {
    {
      await using store = await subject.open();
      const a = await create(store, '/a', 'a1');
      await update(store, '/a', { expect: a, value: 'a2' });
      await create(store, '/b', 'b1');
      await store.compact(2);
    }
    await using store = await subject.open();
    assert.equal(await store.revision(), 4);
    assert.deepEqual((await store.list('/')).entries.map(text), ['a2', 'b1']);
    assert.deepEqual((await store.list('/', { at: 2 })).entries.map(text), ['a1']);
    await assert.rejects(store.list('/', { at: 1 }), CompactedError);
    const listener = await new Listener(store, '/', { after: 2, signal }).until(4);
    assert.deepEqual(listener.story, ['put /a=a2@3 was a1@2', 'put /b=b1@4']);
    assert.equal(await update(store, '/a', { expect: 3, value: 'a3' }), 5);
  });

  subjectTest('revisions go on after a restart, even when the newest keys were deleted and compacted', prepare, async (subject) => {
    {
      await using store = await subject.open();
      for (let round = 0; round < 5; round++) await remove(store, '/a', await create(store, '/a'));
      await store.compact(await store.revision());
    }
    await using store = await subject.open();
    assert.equal(await store.revision(), 11);
    assert.equal(await create(store, '/a'), 12);
  });

  subjectTest('closing waits for the writes that were begun', prepare, async (subject) => {
    const store = await subject.open();
    const writing = Array.from({ length: 100 }, (_, index) => create(store, `/a/${index}`));
    await store[Symbol.asyncDispose]();
    await Promise.all(writing);
    await using again = await subject.open();
    assert.equal((await again.list('/')).entries.length, 100);
  });
}
