import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readInt64 } from './go-integer.ts';

const texts: readonly [string, ReturnType<typeof readInt64>][] = [
  ['12', { value: 12n }],
  ['+012', { value: 12n }],
  ['-9223372036854775808', { value: -(2n ** 63n) }],
  ['9223372036854775808', { problem: 'strconv.ParseInt: parsing "9223372036854775808": value out of range' }],
  ['', { problem: 'strconv.ParseInt: parsing "": invalid syntax' }],
  ['1_000', { problem: 'strconv.ParseInt: parsing "1_000": invalid syntax' }],
  ['0x1', { problem: 'strconv.ParseInt: parsing "0x1": invalid syntax' }],
  ['\u0007', { problem: String.raw`strconv.ParseInt: parsing "\a": invalid syntax` }],
];

for (const [text, read] of texts) test(`${JSON.stringify(text)} as a number`, () => assert.deepEqual(readInt64(text), read));
