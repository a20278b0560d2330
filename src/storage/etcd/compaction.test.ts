import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FakeClock } from '../../base/fake-clock.ts';
import { systemClock } from '../../base/clock.ts';
import { silentLog } from '../../base/log.ts';
import { create, update } from '../contract/shorthand.ts';
import { CompactedError } from '../store.ts';
import { compactOnce, type CompactionTime } from './compaction.ts';
import { Members } from './members.ts';
import { openEtcdStore } from './open.ts';
import { startEtcd, withoutEtcd } from './testing/etcd.ts';

const nothing: CompactionTime = { version: 0, revision: 0 };

describe('compaction of etcd', { skip: withoutEtcd, timeout: 60_000 }, () => {
  test('among several servers one compacts, up to where the store was when it last did', async () => {
    await using etcd = await startEtcd();
    using members = new Members({ servers: etcd.servers, clock: systemClock });
    await using store = (await openEtcdStore({ servers: etcd.servers, clock: systemClock })).store;
    const first = await create(store, '/a', '1');
    let a = await compactOnce(members, nothing);
    let b = await compactOnce(members, nothing);
    assert.deepEqual([a.version, b.version], [1, 1]);
    assert.equal((await store.list('/', { at: first })).entries.length, 1);

    const second = await update(store, '/a', { expect: first, value: '2' });
    await update(store, '/a', { expect: second, value: '3' });
    const before = a.revision;
    a = await compactOnce(members, a);
    assert.equal(a.version, 2);
    await assert.rejects(
      store.list('/', { at: before - 1 }),
      (error) => error instanceof CompactedError && error.compactedRevision === before,
    );
    assert.equal((await store.list('/', { at: second })).entries.length, 1);
    // The other one is late, and only takes note.
    b = await compactOnce(members, b);
    assert.equal(b.version, 2);
    assert.equal((await store.list('/', { at: second })).entries.length, 1);
    // The first one ends, and the other takes over.
    b = await compactOnce(members, b);
    assert.equal(b.version, 3);
    await assert.rejects(store.list('/', { at: second }), CompactedError);
  });

  test('comes again and again, and never where it is left to others', async () => {
    await using etcd = await startEtcd();
    const { store, compaction } = await openEtcdStore({ servers: etcd.servers, clock: systemClock });
    await using own = store;
    const clock = new FakeClock();
    const ending = new AbortController();
    const running = compaction({ clock, log: silentLog }).run(ending.signal);
    const never = compaction({ clock, log: silentLog, everyMs: 0 }).run(ending.signal);
    const first = await create(own, '/a', '1');
    await clock.advance(5 * 60_000);
    await update(own, '/a', { expect: first, value: '2' });
    while ((await own.get('compact_rev_key')) === undefined) await systemClock.sleep(5);
    await clock.advance(5 * 60_000);
    while (await own.list('/', { at: first }).catch(() => undefined)) await systemClock.sleep(5);
    ending.abort();
    await Promise.all([running, never]);
  });
});
