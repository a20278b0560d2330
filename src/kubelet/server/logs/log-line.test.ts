import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fullTime, parseLogLine } from './log-line.ts';

const parsed = (line: string) => {
  const found = parseLogLine(Buffer.from(line));
  return found && [found.time, found.stream, Buffer.from(found.text).toString()];
};

test('lines of a container log are told apart', () => {
  const time = '2016-10-06T00:17:09.669794202Z';
  for (const [line, expected] of [
    [`${time} stdout F whole line\n`, [time, 'stdout', 'whole line\n']],
    [`${time} stderr P part of a line\n`, [time, 'stderr', 'part of a line']],
    [`${time} stdout F \n`, [time, 'stdout', '\n']],
    [`${time} stdout P:more:tags x\n`, [time, 'stdout', 'x']],
    [`${time} stdout F not ended`, [time, 'stdout', 'not ended']],
    ['2016-10-06T00:17:09+02:00 stdout F  two  spaces\n', ['2016-10-06T00:17:09+02:00', 'stdout', ' two  spaces\n']],
    [`${time} stdin F x\n`, undefined],
    [`noon stdout F x\n`, undefined],
    [`${time} stdout\n`, undefined],
    ['\n', undefined],
  ] as const) {
    assert.deepEqual(parsed(line), expected, line);
  }
});

test('times are shown with all their digits', () => {
  for (const [time, full] of [
    ['2016-10-06T00:17:09.669794202Z', '2016-10-06T00:17:09.669794202Z'],
    ['2016-10-06T00:17:09.5+02:00', '2016-10-06T00:17:09.500000000+02:00'],
    ['2016-10-06T00:17:09Z', '2016-10-06T00:17:09.000000000Z'],
  ] as const) {
    assert.equal(fullTime(time), full);
  }
});
