import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSchedule } from './schedule.ts';

const read: readonly (readonly [text: string, due: readonly string[], bothDays: boolean])[] = [
  ['* * * * *', ['0-59', '0-23', '1-31', '1-12', '0-6'], true],
  ['*/15 3 1,15 jan-MAR ?', ['0,15,30,45', '3', '1,15', '1,2,3', '0-6'], true],
  ['5/20 0 13 * fri', ['5,25,45', '0', '13', '1-12', '5'], false],
  ['@weekly', ['0', '0', '1-31', '1-12', '0'], true],
];

for (const [text, due, bothDays] of read) {
  test(`the schedule ${text}`, () => {
    const parsed = parseSchedule(text);
    assert.ok('schedule' in parsed && 'minutes' in parsed.schedule);
    const { minutes, hours, daysOfMonth, months, daysOfWeek } = parsed.schedule;
    assert.deepEqual([minutes, hours, daysOfMonth, months, daysOfWeek].map(shown), due);
    assert.equal(parsed.schedule.bothDays, bothDays);
  });
}

/** Long runs by their ends. */
function shown(numbers: ReadonlySet<number>): string {
  const sorted = [...numbers].sort((a, b) => a - b);
  const [first, last] = [sorted[0], sorted.at(-1)];
  return sorted.length > 5 ? `${first}-${last}` : sorted.join();
}

test('schedules may be intervals', () => {
  assert.deepEqual(parseSchedule('@every 1h30m'), { schedule: { everyMs: 5_400_000 } });
});

test('old schedules may name their time zone', () => {
  const parsed = parseSchedule('TZ=Europe/Berlin 0 4 * * *');
  assert.ok('schedule' in parsed && 'timeZone' in parsed.schedule);
  assert.equal(parsed.schedule.timeZone, 'Europe/Berlin');
});

const refused = [
  '',
  '* * * *',
  '60 * * * *',
  '* * 0 * *',
  '* * * * 7',
  '9-5 * * * *',
  '*/0 * * * *',
  'x * * * *',
  '@sometimes',
  '@every soon',
];
for (const text of refused) {
  test(`there is no schedule ${JSON.stringify(text)}`, () => assert.ok('problem' in parseSchedule(text)));
}
