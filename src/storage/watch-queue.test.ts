import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SlowWatcherError } from './errors.ts';
import type { Mutation } from './store.ts';
import { WatchQueue } from './watch-queue.ts';

const put = (revision: number, bytes = 10): Mutation => ({
  type: 'put',
  entry: { key: '/a', value: new Uint8Array(bytes), revision, createRevision: revision },
});

const queueFrom = (from: number) => new WatchQueue({ prefix: '/a', from, capacityBytes: 5000 });

test('what gathers comes in one batch, with progress only behind what the changes tell by themselves', async () => {
  const queue = queueFrom(5);
  const batches = queue.batches();
  queue.offer(put(6), '/a');
  queue.offer(put(7), '/b');
  queue.offer(put(8), '/a');
  queue.reach(8);
  assert.deepEqual((await batches.next()).value, [put(6), put(8)]);
  queue.reach(9);
  assert.deepEqual((await batches.next()).value, [{ type: 'progress', revision: 9 }]);
});

test('a reader that waits is woken by a change at once, by progress when it is flushed', async () => {
  const queue = queueFrom(5);
  const batches = queue.batches();
  const first = batches.next();
  queue.reach(6);
  queue.flush();
  assert.deepEqual((await first).value, [{ type: 'progress', revision: 6 }]);
  const second = batches.next();
  queue.flush();
  queue.offer(put(7), '/a');
  queue.reach(7);
  assert.deepEqual((await second).value, [put(7)]);
});

test('a queue holds so many bytes and no more; then it drops them and fails', async () => {
  const queue = queueFrom(5);
  queue.offer(put(6, 4000), '/a');
  const batches = queue.batches();
  assert.equal((await batches.next()).value?.length, 1);
  queue.offer(put(7, 4000), '/a');
  queue.offer(put(8, 4000), '/a');
  queue.offer(put(9), '/a');
  await assert.rejects(batches.next(), SlowWatcherError);
});

test('a queue that is ended drops what is waiting and ends its reader', async () => {
  const queue = queueFrom(5);
  queue.offer(put(6), '/a');
  queue.end();
  assert.equal((await queue.batches().next()).done, true);
});
