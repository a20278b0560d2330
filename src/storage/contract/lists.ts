import assert from 'node:assert/strict';
import { FutureRevisionError, type Page } from '../store.ts';
import { storeTest, type Prepare } from './subject.ts';
import { create, remove, text, update } from './shorthand.ts';

const keys = (page: Page) => page.entries.map(({ key }) => key);

export function lists(prepare: Prepare): void {
  storeTest('a list has the keys of its prefix, in order of their bytes', prepare, async (store) => {
    for (const key of ['/pods/b', '/pods/a', '/pods/a-1', '/pods/a.b', '/pods/a/x', '/podsother/a', '/pod', '/pods/Z']) {
      await create(store, key);
    }
    const page = await store.list('/pods/');
    assert.deepEqual(keys(page), ['/pods/Z', '/pods/a', '/pods/a-1', '/pods/a.b', '/pods/a/x', '/pods/b']);
    assert.equal(page.revision, 9);
    assert.equal((await store.list('')).entries.length, 8);
    assert.equal((await store.list('/pods/a')).entries.length, 4);
    assert.deepEqual(keys(await store.list('/none/')), []);
  });

  storeTest('pages follow each other and say what remains', prepare, async (store) => {
    for (let index = 0; index < 7; index++) await create(store, `/a/${index}`);
    await create(store, '/b/0');
    const first = await store.list('/a/', { limit: 3 });
    assert.deepEqual([keys(first), first.more, first.remaining], [['/a/0', '/a/1', '/a/2'], true, 4]);
    const second = await store.list('/a/', { limit: 3, after: '/a/2' });
    assert.deepEqual([keys(second), second.more, second.remaining], [['/a/3', '/a/4', '/a/5'], true, 1]);
    const last = await store.list('/a/', { limit: 3, after: '/a/5' });
    assert.deepEqual([keys(last), last.more, last.remaining], [['/a/6'], false, 0]);
    const whole = await store.list('/a/', { limit: 7 });
    assert.deepEqual([whole.more, whole.remaining], [false, 0]);
  });

  storeTest('a page may begin behind a key that is not there, and is empty behind the last one', prepare, async (store) => {
    for (const key of ['/a/1', '/a/3', '/b/1']) await create(store, key);
    assert.deepEqual(keys(await store.list('/a/', { after: '/a/2' })), ['/a/3']);
    assert.deepEqual(keys(await store.list('/a/', { after: '/a/3' })), []);
    assert.deepEqual(keys(await store.list('/a/', { after: '/b/0' })), []);
    assert.deepEqual(keys(await store.list('/a/', { after: '/' })), ['/a/1', '/a/3']);
  });

  storeTest('a list at a revision is what was there then, through updates, deletions and creations', prepare, async (store) => {
    const a = await create(store, '/a', 'a1');
    const b = await create(store, '/b', 'b1');
    const then = await store.revision();
    const update2 = await update(store, '/a', { expect: a, value: 'a2' });
    await remove(store, '/b', b);
    await create(store, '/c', 'c1');
    await create(store, '/b', 'b2');

    const at = async (revision: number) => {
      const page = await store.list('/', { at: revision });
      assert.equal(page.revision, revision);
      return page.entries.map((entry) => `${entry.key}=${text(entry)}@${entry.revision}/${entry.createRevision}`);
    };
    assert.deepEqual(await at(1), []);
    assert.deepEqual(await at(a), ['/a=a1@2/2']);
    assert.deepEqual(await at(then), ['/a=a1@2/2', '/b=b1@3/3']);
    assert.deepEqual(await at(update2), ['/a=a2@4/2', '/b=b1@3/3']);
    assert.deepEqual(await at(5), ['/a=a2@4/2']);
    assert.deepEqual(await at(7), ['/a=a2@4/2', '/b=b2@7/7', '/c=c1@6/6']);
  });

  storeTest('pages at one revision are one snapshot, whatever is written between them', prepare, async (store) => {
    const revisions = new Map<string, number>();
    for (let index = 0; index < 30; index++) revisions.set(`/a/${index + 10}`, await create(store, `/a/${index + 10}`, 'old'));
    let page = await store.list('/a/', { limit: 7 });
    const at = page.revision;
    const seen = [...page.entries];
    while (page.more) {
      for (const [key, expect] of [...revisions].slice(-3)) {
        revisions.delete(key);
        await remove(store, key, expect);
      }
      await create(store, `/a/1-${seen.length}`, 'new');
      page = await store.list('/a/', { limit: 7, after: seen.at(-1)?.key, at });
      assert.equal(page.revision, at);
      seen.push(...page.entries);
    }
    assert.deepEqual(
      seen.map((entry) => `${entry.key} ${text(entry)}`),
      Array.from({ length: 30 }, (_, index) => `/a/${index + 10} old`),
    );
  });

  storeTest('more than fits one answer comes whole', prepare, async (store) => {
    const value = 'x'.repeat(20_000);
    await Promise.all(Array.from({ length: 500 }, (_, index) => create(store, `/large/${index + 1000}`, value)));
    const page = await store.list('/large/');
    assert.equal(page.entries.length, 500);
    assert.equal(page.more, false);
    assert.equal(page.entries[499]?.key, '/large/1499');
    const most = await store.list('/large/', { limit: 499 });
    assert.deepEqual([most.entries.length, most.more, most.remaining], [499, true, 1]);
  });

  storeTest('a list at a revision not reached yet is refused', prepare, async (store) => {
    await create(store, '/a');
    await assert.rejects(store.list('/', { at: 3 }), (error) => {
      assert.ok(error instanceof FutureRevisionError);
      assert.deepEqual([error.revision, error.currentRevision], [3, 2]);
      return true;
    });
  });
}
