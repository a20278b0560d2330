import assert from 'node:assert/strict';
import { storeTest, type Prepare } from './subject.ts';
import { bytes, create, remove, text, update } from './shorthand.ts';

export function writes(prepare: Prepare): void {
  storeTest('an empty store is at revision 1 and has no keys', prepare, async (store) => {
    assert.equal(await store.revision(), 1);
    assert.equal(await store.get('/a'), undefined);
    assert.deepEqual(await store.list(''), { entries: [], revision: 1, more: false, remaining: 0 });
  });

  storeTest('a created key can be read, and its revisions are those of its write', prepare, async (store) => {
    const written = await store.put('/a', bytes('one'), { expect: 0 });
    assert.deepEqual(written, { ok: true, entry: { key: '/a', value: bytes('one'), revision: 2, createRevision: 2 } });
    assert.deepEqual(await store.get('/a'), { key: '/a', value: bytes('one'), revision: 2, createRevision: 2 });
    assert.equal(await store.revision(), 2);
  });

  storeTest('creating a key that exists is lost and returns it', prepare, async (store) => {
    await create(store, '/a', 'one');
    const lost = await store.put('/a', bytes('two'), { expect: 0 });
    assert.deepEqual(lost, { ok: false, current: { key: '/a', value: bytes('one'), revision: 2, createRevision: 2 } });
    assert.equal(await store.revision(), 2);
  });

  storeTest('an update keeps the create revision, and one of an older revision is lost', prepare, async (store) => {
    const first = await create(store, '/a', 'one');
    const second = await update(store, '/a', { expect: first, value: 'two' });
    const entry = { key: '/a', value: bytes('two'), revision: second, createRevision: first };
    assert.deepEqual(await store.get('/a'), entry);
    assert.deepEqual(await store.put('/a', bytes('three'), { expect: first }), { ok: false, current: entry });
  });

  storeTest('an update of a key that does not exist is lost', prepare, async (store) => {
    assert.deepEqual(await store.put('/a', bytes('one'), { expect: 7 }), { ok: false, current: undefined });
  });

  storeTest('a deleted key is gone, takes a revision, and can be created anew', prepare, async (store) => {
    const first = await create(store, '/a');
    assert.deepEqual(await store.delete('/a', { expect: first }), { ok: true, revision: 3 });
    assert.equal(await store.get('/a'), undefined);
    assert.deepEqual(await store.delete('/a', { expect: first }), { ok: false, current: undefined });
    assert.deepEqual(await store.delete('/a', { expect: 0 }), { ok: false, current: undefined });
    assert.equal(await create(store, '/a'), 4);
    assert.equal((await store.get('/a'))?.createRevision, 4);
  });

  storeTest('deleting an older revision is lost and returns what is there', prepare, async (store) => {
    const first = await create(store, '/a', 'one');
    await update(store, '/a', { expect: first, value: 'two' });
    const lost = await store.delete('/a', { expect: first });
    assert.ok(!lost.ok);
    assert.equal(text(lost.current), 'two');
  });

  storeTest('values are any bytes, none and many included, and a part of a larger buffer', prepare, async (store) => {
    const large = new Uint8Array(1_500_000).map((_, index) => index * 7);
    const values = { '/empty': new Uint8Array(), '/large': large, '/part': large.subarray(100, 356) };
    for (const [key, value] of Object.entries(values)) {
      await store.put(key, value, { expect: 0 });
      const entry = await store.get(key);
      assert.deepEqual(entry?.value, value);
    }
    await remove(store, '/empty', 2);
    assert.equal(await store.get('/empty'), undefined);
  });

  storeTest('keys that no store could give back unchanged are refused', prepare, async (store) => {
    for (const key of ['', 'a\0b', '/lone\uD800']) {
      await assert.rejects(store.put(key, bytes('x'), { expect: 0 }), TypeError);
    }
    await create(store, '/ünïcode/😀');
    assert.equal(text(await store.get('/ünïcode/😀')), '/ünïcode/😀');
  });

  storeTest('what a store takes grows with what is written to it', prepare, async (store) => {
    await create(store, '/a');
    assert((await store.sizeBytes()) > 0);
    for (let index = 0; index < 4; index++) await store.put(`/big/${index}`, new Uint8Array(200_000).fill(index), { expect: 0 });
    // Some take what was written into their files a little later.
    let rounds = 0;
    while ((await store.sizeBytes()) < 800_000 && rounds < 10_000) rounds++;
    assert((await store.sizeBytes()) >= 800_000);
  });

  storeTest('many writers at once get unique, gapless revisions, each in the order it wrote', prepare, async (store) => {
    const rounds = Array.from({ length: 20 }, (_, round) => round);
    const write = async (writer: number) => {
      const revisions: number[] = [];
      for (const round of rounds) revisions.push(await create(store, `/writer-${writer}/${round}`));
      assert.deepEqual(
        revisions,
        revisions.toSorted((a, b) => a - b),
      );
      return revisions;
    };
    const revisions = (await Promise.all(Array.from({ length: 50 }, (_, writer) => write(writer)))).flat();
    assert.deepEqual(
      revisions.toSorted((a, b) => a - b),
      Array.from({ length: 1000 }, (_, index) => index + 2),
    );
  });

  storeTest('of many writers that expect the same revision, one wins and the others see it', prepare, async (store) => {
    const first = await create(store, '/a');
    const tries = Array.from({ length: 30 }, (_, writer) => store.put('/a', bytes(`${writer}`), { expect: first }));
    const results = await Promise.all(tries);
    const winners = results.filter((result) => result.ok);
    assert.equal(winners.length, 1);
    const current = await store.get('/a');
    for (const result of results) assert.deepEqual(result.ok ? result.entry : result.current, current);
    assert.equal(await store.revision(), first + 1);
  });
}
