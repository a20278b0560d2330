import assert from 'node:assert/strict';
import { test } from 'node:test';
import { humanDuration, shortHumanDuration } from './duration.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

test('time spans are shown with two or three figures', () => {
  const cases: [ms: number, long: string, short: string][] = [
    [-5 * second, '<invalid>', '<invalid>'],
    [-1999, '0s', '0s'],
    [0, '0s', '0s'],
    [119 * second, '119s', '1m'],
    [120 * second, '2m', '2m'],
    [9 * minute + 59 * second, '9m59s', '9m'],
    [10 * minute + 30 * second, '10m', '10m'],
    [179 * minute, '179m', '2h'],
    [3 * hour, '3h', '3h'],
    [7 * hour + 59 * minute, '7h59m', '7h'],
    [47 * hour, '47h', '1d'],
    [2 * day, '2d', '2d'],
    [7 * day + 23 * hour, '7d23h', '7d'],
    [8 * day + 5 * hour, '8d', '8d'],
    [729 * day, '729d', '1y'],
    [730 * day, '2y', '2y'],
    [2 * 365 * day + day, '2y1d', '2y'],
    [8 * 365 * day + day, '8y', '8y'],
  ];
  for (const [ms, long, short] of cases) {
    assert.equal(humanDuration(ms), long);
    assert.equal(shortHumanDuration(ms), short);
  }
});
