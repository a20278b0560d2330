import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../base/fake-clock.ts';
import { silentLog } from '../base/log.ts';
import { automaticCompaction } from './compaction.ts';
import { create } from './contract/shorthand.ts';
import { MemoryStore } from './memory/store.ts';
import { CompactedError, type Store } from './store.ts';

const minutes = 60_000;

test('every five minutes, what was superseded five minutes ago is forgotten', async () => {
  await using store = new MemoryStore();
  const clock = new FakeClock();
  const ending = new AbortController();
  await create(store, '/a');
  const running = automaticCompaction({ store, clock, log: silentLog }).run(ending.signal);
  await clock.advance(0);
  await create(store, '/b');
  await clock.advance(4 * minutes);
  await store.list('/', { at: 1 });
  await clock.advance(1 * minutes);
  await assert.rejects(store.list('/', { at: 1 }), CompactedError);
  await store.list('/', { at: 2 });
  await create(store, '/c');
  await clock.advance(5 * minutes);
  await assert.rejects(store.list('/', { at: 2 }), CompactedError);
  await store.list('/', { at: 3 });
  ending.abort();
  await running;
});

test('a compaction that fails is tried again later, unless the store has broken', async () => {
  await using store = new MemoryStore();
  const clock = new FakeClock();
  const breaking = new AbortController();
  let tries = 0;
  const failing: Store = Object.create(store, {
    broken: { value: breaking.signal },
    revision: { value: async () => 7 },
    compact: {
      value: async () => {
        tries++;
        throw new Error('no room');
      },
    },
  });
  const running = automaticCompaction({ store: failing, clock, log: silentLog }).run(new AbortController().signal);
  await clock.advance(0);
  await clock.advance(5 * minutes);
  await clock.advance(5 * minutes);
  assert.equal(tries, 2);
  breaking.abort();
  const rejected = assert.rejects(running, /no room/);
  await clock.advance(5 * minutes);
  await rejected;
});
