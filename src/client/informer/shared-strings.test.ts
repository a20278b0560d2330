import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SharedStrings } from './shared-strings.ts';

const given = { kind: 'Pod', list: ['a', { deep: 'a' }], empty: null, count: 1, long: 'x'.repeat(1000) };

for (const [name, capacity] of [
  ['all', 100],
  ['few', 1],
] as const) {
  test(`an object in which strings are shared is the same as before, where ${name} are remembered`, () => {
    const object = structuredClone(given);
    new SharedStrings({ capacity }).share(object);
    assert.deepEqual(object, given);
  });
}
