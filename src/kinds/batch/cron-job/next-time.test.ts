import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextTimeMs } from './next-time.ts';
import { parseSchedule } from './schedule.ts';

function next(text: string, after: string, timeZone = 'UTC'): string | undefined {
  const parsed = parseSchedule(text);
  assert.ok('schedule' in parsed);
  const time = nextTimeMs(parsed.schedule, Date.parse(after), timeZone);
  return time === undefined ? undefined : new Date(time).toISOString().replace(':00.000Z', 'Z');
}

const cases: readonly (readonly [schedule: string, after: string, due: string | undefined, timeZone?: string])[] = [
  ['* * * * *', '2026-01-01T00:00:00Z', '2026-01-01T00:01Z'],
  ['*/15 * * * *', '2026-01-01T00:59:59Z', '2026-01-01T01:00Z'],
  ['0 3 * * *', '2026-01-01T03:00:00Z', '2026-01-02T03:00Z'],
  ['0 3 * * *', '2026-01-01T00:00:00Z', '2026-01-01T02:00Z', 'Europe/Berlin'],
  ['0 3 * * *', '2026-07-01T00:00:00Z', '2026-07-01T01:00Z', 'Europe/Berlin'],
  ['30 4 1 * *', '2026-01-02T00:00:00Z', '2026-02-01T04:30Z'],
  ['0 0 13 * 5', '2026-01-01T00:00:00Z', '2026-01-02T00:00Z'],
  ['0 0 * * 1', '2026-01-01T00:00:00Z', '2026-01-05T00:00Z'],
  ['0 0 29 2 *', '2026-01-01T00:00:00Z', '2028-02-29T00:00Z'],
  ['0 0 30 2 *', '2026-01-01T00:00:00Z', undefined],
  ['30 2 * * *', '2026-03-29T00:00:00Z', '2026-03-30T00:30Z', 'Europe/Berlin'],
  ['30 2 * * *', '2026-10-25T00:00:00Z', '2026-10-25T00:30Z', 'Europe/Berlin'],
  ['30 2 * * *', '2026-10-25T00:30:00Z', '2026-10-25T01:30Z', 'Europe/Berlin'],
  ['15 0 * * *', '2026-01-01T00:00:00Z', '2026-01-01T18:30Z', 'Asia/Kathmandu'],
  ['TZ=America/New_York 0 12 * * *', '2026-01-01T00:00:00Z', '2026-01-01T17:00Z'],
  ['@every 90m', '2026-01-01T00:00:00Z', '2026-01-01T01:30Z'],
];

for (const [schedule, after, due, timeZone] of cases) {
  test(`after ${after}, ${schedule} is due at ${due} (${timeZone ?? 'UTC'})`, () => assert.equal(next(schedule, after, timeZone), due));
}
