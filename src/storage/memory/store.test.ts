import assert from 'node:assert/strict';
import { test } from 'node:test';
import { storeContract } from '../contract.ts';
import { lagging } from '../contract/lagging.ts';
import { Listener } from '../contract/listener.ts';
import { create } from '../contract/shorthand.ts';
import { StoreClosedError } from '../errors.ts';
import { SlowWatcherError } from '../store.ts';
import { MemoryStore } from './store.ts';

const prepare = async () => ({
  open: async () => new MemoryStore(),
  [Symbol.asyncDispose]: async () => {},
});

storeContract('memory', prepare, { durable: false, runs: 300 });
storeContract('memory, far away', lagging(prepare), { durable: false, runs: 30 });

test('a watch whose reader leaves too much waiting is ended, and others are not', async () => {
  await using store = new MemoryStore({ capacityBytes: 10_000 });
  const ending = new AbortController();
  const slow = new Listener(store, '/', { after: 1, signal: ending.signal });
  const quick = new Listener(store, '/', { after: 1, signal: ending.signal });
  await Promise.all([slow.until(1), quick.until(1)]);
  for (let index = 0; index < 20; index++) await quick.until(await create(store, `/${index}`, 'x'.repeat(1000)));
  await assert.rejects(slow.next(), SlowWatcherError);
  assert.equal(quick.mutations.length, 20);
  ending.abort();
});

test('a closed store refuses everything and ends its watches', async () => {
  const store = new MemoryStore();
  const listener = new Listener(store, '/', { after: 1, signal: new AbortController().signal });
  await listener.until(1);
  const waiting = listener.next();
  await store[Symbol.asyncDispose]();
  await assert.rejects(waiting, StoreClosedError);
  await assert.rejects(store.get('/a'), StoreClosedError);
  await assert.rejects(create(store, '/a'), StoreClosedError);
});
