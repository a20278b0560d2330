import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Backoff } from './backoff.ts';

test('delays double up to the maximum and begin anew after a good time', () => {
  const backoff = new Backoff({ firstMs: 10, maxMs: 60 });
  const delays: (number | undefined)[] = [backoff.delayMs('a', 0)];
  for (const nowMs of [0, 10, 30, 70, 130]) {
    backoff.next('a', { eventMs: nowMs, nowMs });
    delays.push(backoff.delayMs('a', nowMs));
  }
  assert.deepEqual(delays, [undefined, 10, 20, 40, 60, 60]);
  assert.equal(backoff.delayMs('a', 130 + 121), undefined);
  backoff.next('a', { eventMs: 300, nowMs: 300 });
  assert.equal(backoff.delayMs('a', 300), 10);
});

test('waiting ends when the delay after the last try is over', () => {
  const backoff = new Backoff({ firstMs: 10, maxMs: 60 });
  backoff.next('a', { eventMs: 100, nowMs: 100 });
  assert.equal(backoff.waitUntilMs('a', 105), 110);
  assert.equal(backoff.waitUntilMs('a', 110), undefined);
  backoff.sweep(1000);
  assert.equal(backoff.delayMs('a', 1000), undefined);
});
