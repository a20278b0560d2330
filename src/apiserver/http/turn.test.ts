import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../base/fake-clock.ts';
import { Turn } from './turn.ts';

/** Counts the turns of the event loop until a promise has settled. */
async function turnsUntil(promise: Promise<unknown> | undefined): Promise<number> {
  let settled = false;
  void promise?.then(() => (settled = true));
  for (let turns = 0; turns < 100; turns++) {
    if (settled || !promise) return turns;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error('it does not settle');
}

test('those that come in one turn go on together, stage by stage', async () => {
  const turn = new Turn({ clock: new FakeClock(), groupSize: 10, budgetMs: 0 });
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

test('when there is no time for more, one group goes on in each turn, in the order they came', async () => {
  const turn = new Turn({ clock: new FakeClock(), groupSize: 2, budgetMs: 0 });
  const waits = Array.from({ length: 5 }, () => turn.end());
  assert.deepEqual(await Promise.all(waits.map(turnsUntil)), [1, 1, 2, 2, 3]);
  assert.equal(await turnsUntil(turn.end()), 1);
});

test('while there is time, groups go on one after the other, each once what the one before has said is on its way', async () => {
  const turn = new Turn({ clock: new FakeClock(), groupSize: 2, budgetMs: 1 });
  const done: string[] = [];
  const say = async (what: string) => {
    await turn.end();
    done.push(`${what} said`);
    process.nextTick(() => done.push(`${what} sent`));
  };
  const waits = ['a', 'b', 'c'].map(say);
  assert.deepEqual(await Promise.all(waits.map(turnsUntil)), [1, 1, 1]);
  assert.deepEqual(done, ['a said', 'b said', 'a sent', 'b sent', 'c said', 'c sent']);
});

test('a group passes at once, and the others in later turns', async () => {
  const turn = new Turn({ clock: new FakeClock(), groupSize: 2, budgetMs: 0 });
  const passes = Array.from({ length: 5 }, () => turn.pass());
  assert.deepEqual(await Promise.all(passes.map(turnsUntil)), [0, 0, 1, 1, 2]);
  assert.equal(turn.pass(), undefined);
});
