import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Latest } from './latest.ts';

test('who asks while an answer is on its way gets the next one, together with all others who do', async () => {
  const answers: ((value: number) => void)[] = [];
  const latest = new Latest(() => new Promise<number>((resolve) => answers.push(resolve)));
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const first = [latest.get(), latest.get()];
  await turn();
  assert.equal(answers.length, 1);
  const second = [latest.get(), latest.get(), latest.get()];
  await turn();
  assert.equal(answers.length, 1);
  answers[0]?.(1);
  assert.deepEqual(await Promise.all(first), [1, 1]);
  await turn();
  assert.equal(answers.length, 2);
  answers[1]?.(2);
  assert.deepEqual(await Promise.all(second), [2, 2, 2]);
});

test('a failure is told to those who share it, and no others', async () => {
  let fails = true;
  const latest = new Latest(async () => {
    if (fails) throw new Error('away');
    return 1;
  });
  await assert.rejects(Promise.all([latest.get(), latest.get()]), /away/);
  fails = false;
  assert.equal(await latest.get(), 1);
});
