import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Deadlines } from './deadlines.ts';
import { FakeClock } from './fake-clock.ts';

function fixture() {
  const clock = new FakeClock();
  const stopping = new AbortController();
  return { clock, stopping, deadlines: new Deadlines({ clock, signal: stopping.signal }) };
}

const otherwise = () => new Error('too late');
const never = new Promise<never>(() => {});

test('work that is done in time is what it came to', async () => {
  const { deadlines } = fixture();
  assert.equal(await deadlines.within(Promise.resolve(1), { timeoutMs: 1000, otherwise }), 1);
  await assert.rejects(deadlines.within(Promise.reject(new Error('broken')), { timeoutMs: 1000, otherwise }), /broken/);
});

test('each has its own time, and all of them share a timer', async () => {
  const { clock, deadlines } = fixture();
  const outcomes: string[] = [];
  const start = (name: string, work: Promise<unknown>, timeoutMs: number) =>
    deadlines.within(work, { timeoutMs, otherwise }).then(
      () => outcomes.push(`${name} done`),
      (error: Error) => outcomes.push(`${name} ${error.message}`),
    );
  const work = Promise.withResolvers<void>();
  void start('a', never, 1000);
  await clock.advance(600);
  void start('b', never, 1000);
  void start('c', work.promise, 1000);
  void start('short', never, 300);
  assert.equal(clock.sleeping, 2);
  await clock.advance(399);
  assert.deepEqual(outcomes, ['short too late']);
  await clock.advance(1);
  assert.deepEqual(outcomes, ['short too late', 'a too late']);
  work.resolve();
  await clock.advance(600);
  assert.deepEqual(outcomes, ['short too late', 'a too late', 'c done', 'b too late']);
  assert.equal(clock.sleeping, 0);
  void start('again', never, 1000);
  await clock.advance(1000);
  assert.deepEqual(outcomes.at(-1), 'again too late');
});

test('the timer ends with the signal', async () => {
  const { clock, stopping, deadlines } = fixture();
  const work = Promise.withResolvers<number>();
  const outcome = deadlines.within(work.promise, { timeoutMs: 1000, otherwise });
  assert.equal(clock.sleeping, 1);
  stopping.abort();
  assert.equal(clock.sleeping, 0);
  work.resolve(2);
  assert.equal(await outcome, 2);
});
