import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../base/fake-clock.ts';
import { Turnstile } from './turnstile.ts';

test('so many pass at once, and those in a hurry go first', async () => {
  const turnstile = new Turnstile({ places: 1 });
  const order: string[] = [];
  const pass = (name: string, hurry = false) => turnstile.pass(async () => void order.push(name), { hurry });
  await Promise.all([pass('a'), pass('b'), pass('c', true)]);
  await pass('d');
  assert.deepEqual(order, ['a', 'c', 'b', 'd']);
});

test('who takes too long keeps nobody waiting', async () => {
  const clock = new FakeClock();
  const turnstile = new Turnstile({ places: 1, patience: { ms: 1000, clock } });
  const { promise, resolve } = Promise.withResolvers<void>();
  const slow = turnstile.pass(() => promise);
  const next = turnstile.pass(async () => 'next');
  await clock.advance(1000);
  assert.equal(await next, 'next');
  resolve();
  await slow;
  assert.equal(await turnstile.pass(async () => 'again'), 'again');
});
