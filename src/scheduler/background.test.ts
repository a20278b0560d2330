import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Background } from './background.ts';

test('there is room again once some work has ended', async () => {
  const background = new Background({ limit: 2 });
  const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  background.start(first.promise);
  assert.equal(background.isFull, false);
  background.start(second.promise);
  assert.equal(background.isFull, true);
  const room = background.room();
  second.resolve();
  await room;
  assert.equal(background.isFull, false);
  const ended = background.ended();
  first.resolve();
  await ended;
});

test('work that fails is not overlooked', async () => {
  const background = new Background({ limit: 2 });
  background.start(Promise.reject(new Error('a bug')));
  await assert.rejects(background.broken, /a bug/);
  await background.ended();
});
