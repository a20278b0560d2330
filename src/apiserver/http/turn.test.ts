import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Turn } from './turn.ts';

test('those that come in one turn go on together, stage by stage', async () => {
  const turn = new Turn();
  const done: string[] = [];
  const request = async (name: string) => {
    await turn.end();
    for (const stage of ['read', 'checked', 'written']) {
      done.push(`${name} ${stage}`);
      await Promise.resolve();
    }
  };
  const first = request('a');
  await Promise.resolve();
  const second = request('b');
  assert.deepEqual(done, []);
  await Promise.all([first, second]);
  assert.deepEqual(done, ['a read', 'b read', 'a checked', 'b checked', 'a written', 'b written']);
});

test('who comes after a turn has ended waits for the next', async () => {
  const turn = new Turn();
  await turn.end();
  let ended = false;
  const next = turn.end().then(() => (ended = true));
  await Promise.resolve();
  assert.equal(ended, false);
  await next;
});
