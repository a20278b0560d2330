import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../base/fake-clock.ts';
import { TimedCache } from './timed-cache.ts';

test('answers are remembered for as long as they are good', async () => {
  const clock = new FakeClock();
  const cache = new TimedCache<number>({ clock, capacity: 2, lifeMs: (value) => value * 1000 });
  let asked = 0;
  const ask = (value: number) => async () => {
    asked += 1;
    return value;
  };
  assert.deepEqual(await Promise.all([cache.get('a', ask(1)), cache.get('a', ask(1))]), [1, 1]);
  assert.equal(asked, 1);
  await clock.advance(999);
  await cache.get('a', ask(1));
  assert.equal(asked, 1);
  await clock.advance(1);
  assert.equal(await cache.get('a', ask(5)), 5);
  assert.equal(asked, 2);
});

test('failures are not remembered', async () => {
  const cache = new TimedCache<number>({ clock: new FakeClock(), capacity: 2, lifeMs: () => 1000 });
  await assert.rejects(
    cache.get('a', () => Promise.reject(new Error('no route'))),
    { message: 'no route' },
  );
  assert.equal(await cache.get('a', async () => 1), 1);
});
