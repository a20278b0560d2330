import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitMs } from './waits.ts';

for (const [name, estimateSeconds, looksBefore, expected] of [
  ['soon at first', 15, 0, 250],
  ['later each time', 15, 2, 1000],
  ['but not later than half of what it may take', 15, 9, 8000],
  ['however often it was looked at', 30, 40, 16_000],
] as const) {
  test(`what is left in a namespace is looked at again ${name}`, () => assert.equal(waitMs(estimateSeconds, looksBefore), expected));
}
