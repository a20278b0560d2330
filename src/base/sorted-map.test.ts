import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { SortedMap } from './sorted-map.ts';

const name = (number: number) => `key-${String(number).padStart(6, '0')}`;

test('a map behaves as a plain one whose keys are sorted', () => {
  const step = fc.record({ set: fc.boolean(), from: fc.nat(3000), count: fc.nat(900), stride: fc.integer({ min: 1, max: 7 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), fc.nat(4000), (steps, start) => {
      const map = new SortedMap<number>();
      const model = new Map<string, number>();
      for (const { set, from, count, stride } of steps) {
        for (let number = from; number < from + count; number += stride) {
          const key = name(number);
          if (set) {
            map.set(key, count);
            model.set(key, count);
          } else {
            assert.equal(map.delete(key), model.delete(key));
          }
        }
      }
      const sorted = [...model].toSorted(([a], [b]) => (a < b ? -1 : 1));
      assert.equal(map.size, model.size);
      assert.deepEqual([...map], sorted);
      assert.deepEqual(
        [...map.entriesFrom(name(start))],
        sorted.filter(([key]) => key >= name(start)),
      );
      assert.deepEqual(
        [...map.entriesWith('key-0010')],
        sorted.filter(([key]) => key.startsWith('key-0010')),
      );
      assert.equal(map.get(name(start)), model.get(name(start)));
      assert.equal(map.has(name(start)), model.has(name(start)));
    }),
    { numRuns: 60 },
  );
});

test('an undefined value is a value', () => {
  const map = new SortedMap<undefined>();
  map.set('a', undefined);
  assert.equal(map.has('a'), true);
  assert.deepEqual([...map], [['a', undefined]]);
});

test('a cleared map is empty and can be used again', () => {
  const map = new SortedMap<number>();
  for (let number = 0; number < 2000; number++) map.set(name(number), number);
  map.clear();
  assert.equal(map.size, 0);
  assert.deepEqual([...map], []);
  map.set('b', 2);
  map.set('a', 1);
  assert.deepEqual(
    [...map],
    [
      ['a', 1],
      ['b', 2],
    ],
  );
});
