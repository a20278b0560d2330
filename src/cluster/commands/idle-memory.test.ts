import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getHeapStatistics } from 'node:v8';
import { giveBackMemory, isWorthGivingBack } from './idle-memory.ts';

const mebibytes = (count: number) => count * 1024 * 1024;

test('memory is given back while there is little to do, and again only when more has come together', () => {
  const cases = [
    { utilization: 0.02, residentBytes: mebibytes(160), leftBytes: 0, worth: true },
    { utilization: 0.5, residentBytes: mebibytes(160), leftBytes: 0, worth: false },
    { utilization: 0.02, residentBytes: mebibytes(125), leftBytes: mebibytes(120), worth: false },
    { utilization: 0.02, residentBytes: mebibytes(300), leftBytes: mebibytes(120), worth: true },
  ];
  for (const { worth, ...use } of cases) assert.equal(isWorthGivingBack(use), worth, JSON.stringify(use));
});

test('what was used and is not needed any more goes back to the system', () => {
  let garbage: unknown[] | undefined = Array.from({ length: 500_000 }, (_, index) => ({ index, text: `${index}` }));
  const usedBytes = getHeapStatistics().total_heap_size;
  assert.equal(garbage.length, 500_000);
  garbage = undefined;
  giveBackMemory();
  assert.ok(getHeapStatistics().total_heap_size < usedBytes - mebibytes(20));
});
