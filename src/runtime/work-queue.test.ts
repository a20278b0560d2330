import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../base/fake-clock.ts';
import { WorkQueue } from './work-queue.ts';

const settled = () => new Promise((resolve) => setImmediate(resolve));

function setUp(options: { firstRetryMs?: number; maxRetryMs?: number } = {}) {
  const clock = new FakeClock();
  const stopping = new AbortController();
  const queue = new WorkQueue({ clock, ...options });
  return { clock, queue, stopping, signal: stopping.signal };
}

test('a key that is added twice before it is taken is worked on once', async () => {
  const { queue, stopping, signal } = setUp();
  const worked: string[] = [];
  queue.add('a');
  queue.add('b');
  queue.add('a');
  const running = queue.run(async (key) => void worked.push(key), { signal });
  await settled();
  stopping.abort();
  await running;
  assert.deepEqual(worked, ['a', 'b']);
});

test('a key that is added while it is worked on is worked on again, never twice at once', async () => {
  const { queue, stopping, signal } = setUp();
  let atOnce = 0;
  let most = 0;
  let times = 0;
  const running = queue.run(
    async (key) => {
      most = Math.max(most, ++atOnce);
      if (++times < 3) queue.add(key);
      await settled();
      atOnce--;
    },
    { signal, workers: 4 },
  );
  queue.add('a');
  for (let turn = 0; turn < 20; turn++) await settled();
  stopping.abort();
  await running;
  assert.equal(times, 3);
  assert.equal(most, 1);
});

test('different keys are worked on at once, up to the number of workers', async () => {
  const { queue, stopping, signal } = setUp();
  let atOnce = 0;
  let most = 0;
  for (const key of 'abcdef') queue.add(key);
  const running = queue.run(
    async () => {
      most = Math.max(most, ++atOnce);
      await settled();
      atOnce--;
    },
    { signal, workers: 3 },
  );
  for (let turn = 0; turn < 20; turn++) await settled();
  stopping.abort();
  await running;
  assert.equal(most, 3);
});

test('a key that fails is tried again, each time after twice as long, until it succeeds', async () => {
  const { clock, queue, stopping, signal } = setUp({ maxRetryMs: 15 });
  const startMs = clock.now();
  const attemptsMs: number[] = [];
  const running = queue.run(
    async () => {
      attemptsMs.push(clock.now() - startMs);
      if (attemptsMs.length < 5) throw new Error('not yet');
    },
    { signal },
  );
  queue.add('a');
  await settled();
  await clock.advance(1000);
  stopping.abort();
  await running;
  assert.deepEqual(attemptsMs, [0, 5, 15, 30, 45]);
});

test('delayed keys share one timer and keep the earlier of two times', async () => {
  const { clock, queue, stopping, signal } = setUp();
  const startMs = clock.now();
  const worked: string[] = [];
  const running = queue.run(async (key) => void worked.push(`${key} ${clock.now() - startMs}`), { signal });
  for (let number = 0; number < 100; number++) queue.addAfter(`late-${number}`, 100_000);
  queue.addAfter('a', 2000);
  queue.addAfter('a', 1000);
  queue.addAfter('a', 3000);
  await settled();
  assert.equal(clock.sleeping, 1);
  await clock.advance(5000);
  stopping.abort();
  await running;
  assert.deepEqual(worked, ['a 1000']);
});

test('stopping waits for the work under way', async () => {
  const { queue, stopping, signal } = setUp();
  let finished = false;
  const running = queue.run(
    async () => {
      await settled();
      await settled();
      finished = true;
    },
    { signal },
  );
  queue.add('a');
  await Promise.resolve();
  stopping.abort();
  await running;
  assert.ok(finished);
});
