import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isLinearizable } from './linearizable.ts';
import { apply, type Answer, type Call, type Operation, type State } from './operation.ts';

const at = (called: number, answered: number, call: Call, answer?: Answer): Operation => ({ key: 'k', called, answered, call, answer });
const read = { type: 'read' } as const;
const done = { type: 'done' } as const;
const lost = { type: 'lost' } as const;
const create = (value: string) => ({ type: 'create', value }) as const;
const update = (expect: string, value: string) => ({ type: 'update', expect, value }) as const;
const saw = (value?: string) => ({ type: 'value', value }) as const;

const cases: readonly [what: string, expected: boolean, operations: readonly Operation[]][] = [
  ['nothing', true, []],
  ['a read of what was written before', true, [at(1, 2, create('a'), done), at(3, 4, read, saw('a'))]],
  ['a read that misses what was written before', false, [at(1, 2, create('a'), done), at(3, 4, read, saw())]],
  ['a read beside a write may see it or not', true, [at(1, 4, create('a'), done), at(2, 3, read, saw()), at(5, 6, read, saw('a'))]],
  ['a write that was seen is not unseen', false, [at(1, 9, create('a'), done), at(2, 3, read, saw('a')), at(4, 5, read, saw())]],
  ['two updates of one value', false, [at(1, 2, create('a'), done), at(3, 6, update('a', 'b'), done), at(4, 5, update('a', 'c'), done)]],
  ['the loser of two updates', true, [at(1, 2, create('a'), done), at(3, 6, update('a', 'b'), done), at(4, 5, update('a', 'c'), lost)]],
  ['a lost update that nobody won', false, [at(1, 2, create('a'), done), at(3, 4, update('a', 'b'), lost)]],
  ['a write without an answer that was made', true, [at(1, Infinity, create('a')), at(2, 3, read, saw('a'))]],
  ['a write without an answer that was not made', true, [at(1, Infinity, create('a')), at(2, 3, read, saw())]],
  ['a write without an answer that comes late', true, [at(1, Infinity, create('a')), at(2, 3, read, saw()), at(4, 5, read, saw('a'))]],
  ['a write without an answer that comes and goes', false, [at(1, Infinity, create('a')), at(2, 3, read, saw('a')), at(4, 5, read, saw())]],
];

for (const [what, expected, operations] of cases) {
  test(`${expected ? 'possible' : 'impossible'}: ${what}`, () => assert.equal(isLinearizable(operations), expected));
}

test('a history that did happen one after the other is possible, however calls overlap; with one read of another value it is not', () => {
  const call = fc.oneof(
    fc.constant(read),
    fc.constant({ type: 'create' } as const),
    fc.constant({ type: 'update' } as const),
    fc.constant({ type: 'delete' } as const),
  );
  const step = fc.record({ call, early: fc.nat(5), late: fc.nat(5), unknown: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      let state: State;
      const operations = steps.map(({ call: { type }, early, late, unknown }, index): Operation => {
        const value = `v${index}`;
        const expect = state ?? 'none';
        const made: Call =
          type === 'create' ? { type, value } : type === 'update' ? { type, value, expect } : type === 'delete' ? { type, expect } : read;
        const next = apply(made, state);
        ({ state } = next);
        const isUnknown = unknown && type !== 'read';
        // Each happens at a place of its own; calls and answers lie around it.
        return at(index * 10 - early * 7, isUnknown ? Infinity : index * 10 + late * 7, made, isUnknown ? undefined : next.answer);
      });
      assert(isLinearizable(operations));
      const end = steps.length * 10 + 100;
      assert(!isLinearizable([...operations, at(end, end + 1, read, saw('never written'))]));
    }),
  );
});
