import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../base/fake-clock.ts';
import { Leases } from './leases.ts';

const hourMs = 3_600_000;

function leases() {
  const clock = new FakeClock();
  const granted: number[] = [];
  let fails = false;
  const all = new Leases({
    clock,
    grant: async (seconds) => {
      if (fails) throw new Error('no');
      return BigInt(granted.push(seconds));
    },
  });
  return { clock, granted, all, fail: (value: boolean) => (fails = value) };
}

test('keys that are written within a minute share a lease, which outlives them all', async () => {
  const { clock, granted, all } = leases();
  assert.equal(await all.get(hourMs), 1n);
  await clock.advance(59_000);
  assert.equal(await all.get(hourMs), 1n);
  await clock.advance(2000);
  assert.equal(await all.get(hourMs), 2n);
  assert.deepEqual(granted, [3660, 3660]);
});

test('of a short life, only a small part is shared', async () => {
  const { clock, granted, all } = leases();
  assert.equal(await all.get(100_000), 1n);
  await clock.advance(4000);
  assert.equal(await all.get(100_000), 1n);
  await clock.advance(2000);
  assert.equal(await all.get(100_000), 2n);
  assert.deepEqual(granted, [105, 105]);
});

test('a lease has a thousand keys at most', async () => {
  const { all } = leases();
  const ids = await Promise.all(Array.from({ length: 1001 }, () => all.get(hourMs)));
  assert.deepEqual([ids[999], ids[1000]], [1n, 2n]);
});

test('what could not be had, or has been lost, is asked for anew', async () => {
  const { all, fail } = leases();
  fail(true);
  await assert.rejects(all.get(hourMs), /no/);
  fail(false);
  assert.equal(await all.get(hourMs), 1n);
  all.forget(hourMs);
  assert.equal(await all.get(hourMs), 2n);
});
