import assert from 'node:assert/strict';
import { test } from 'node:test';
import { areInConflict, labelOf } from './label.ts';

for (const [options, expected] of [
  [{}, ''],
  [{ level: 's0:c1,c2' }, ':::s0:c1,c2'],
  [{ user: 'u', role: 'r', type: 't', level: 's0' }, 'u:r:t:s0'],
] as const) {
  test(`the label of ${JSON.stringify(options)}`, () => assert.equal(labelOf(options), expected));
}

for (const [one, other, expected] of [
  ['u:r:t:s0:c1', 'u:r:t:s0:c1', false],
  ['u:r:t:s0:c1', 'u:r:t:s0:c2', true],
  [':::s0:c1', 'u:r:t:s0:c1', false],
  ['u:r:t:s0', 'u:r:other:s0', true],
  ['u:r:t:s0', 'u::t:s0', false],
  ['', 'u:r:t:s0', true],
  ['', '', false],
] as const) {
  test(`"${one}" and "${other}" ${expected ? 'are' : 'are not'} in conflict`, () => {
    assert.deepEqual([areInConflict(one, other), areInConflict(other, one)], [expected, expected]);
  });
}
