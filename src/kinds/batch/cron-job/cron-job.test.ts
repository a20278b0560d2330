import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOf } from '../../testing/judge.ts';
import { CronJob } from './index.ts';

const jobTemplate = { spec: { template: { spec: { containers: [{ name: 'c', image: 'nginx:1' }], restartPolicy: 'Never' } } } };
const cronJob = (spec: object, name = 'nightly'): object => ({
  metadata: { name, namespace: 'default' },
  spec: { schedule: '0 3 * * *', jobTemplate, ...spec },
});

const refused: readonly (readonly [what: string, object: object, problems: readonly string[]])[] = [
  ['needs a schedule and a job', cronJob({}), []],
  ['knows names of days, months and schedules', cronJob({ schedule: '*/5 0-6 1,15 jan-mar MON' }), []],
  ['knows schedules by name', cronJob({ schedule: '@hourly' }), []],
  ['must have a schedule', cronJob({ schedule: '' }), ['spec.schedule: Required value']],
  [
    'has five fields',
    cronJob({ schedule: '* * * *' }),
    ['spec.schedule: Invalid value: "* * * *": expected exactly 5 fields, found 4: [* * * *]'],
  ],
  [
    'has minutes below sixty',
    cronJob({ schedule: '60 * * * *' }),
    ['spec.schedule: Invalid value: "60 * * * *": end of range (60) above maximum (59): 60'],
  ],
  [
    'has numbers or names',
    cronJob({ schedule: 'x * * * *' }),
    ['spec.schedule: Invalid value: "x * * * *": failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax'],
  ],
  [
    'has ranges that go up',
    cronJob({ schedule: '* 5-3 * * *' }),
    ['spec.schedule: Invalid value: "* 5-3 * * *": beginning of range (5) beyond end of range (3): 5-3'],
  ],
  [
    'steps forward',
    cronJob({ schedule: '*/0 * * * *' }),
    ['spec.schedule: Invalid value: "*/0 * * * *": step of range should be a positive number: */0'],
  ],
  ['knows no other names', cronJob({ schedule: '@never' }), ['spec.schedule: Invalid value: "@never": unrecognized descriptor: @never']],
  [
    'says the time zone in its field',
    cronJob({ schedule: 'TZ=UTC 0 3 * * *' }),
    ['spec.schedule: Invalid value: "TZ=UTC 0 3 * * *": cannot use TZ or CRON_TZ in schedule, use timeZone field instead'],
  ],
  ['knows time zones', cronJob({ timeZone: 'Europe/Berlin' }), []],
  [
    'knows time zones by their exact names',
    cronJob({ timeZone: 'Europe/berlin' }),
    ['spec.timeZone: Invalid value: "Europe/berlin": unknown time zone Europe/berlin'],
  ],
  [
    'has no zone of its own place',
    cronJob({ timeZone: 'Local' }),
    ['spec.timeZone: Invalid value: "Local": timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones'],
  ],
  [
    'lets jobs overlap or not',
    cronJob({ concurrencyPolicy: 'Maybe' }),
    ['spec.concurrencyPolicy: Unsupported value: "Maybe": supported values: "Allow", "Forbid", "Replace"'],
  ],
  [
    'has no negative numbers',
    cronJob({ startingDeadlineSeconds: -1, successfulJobsHistoryLimit: -1, failedJobsHistoryLimit: -1 }),
    [
      'spec.startingDeadlineSeconds: Invalid value: -1: must be greater than or equal to 0',
      'spec.successfulJobsHistoryLimit: Invalid value: -1: must be greater than or equal to 0',
      'spec.failedJobsHistoryLimit: Invalid value: -1: must be greater than or equal to 0',
    ],
  ],
  [
    'leaves the selector to the job',
    cronJob({ jobTemplate: { spec: { ...jobTemplate.spec, manualSelector: true, selector: { matchLabels: { a: 'b' } } } } }),
    [
      'spec.jobTemplate.spec.selector: Invalid value: {"matchLabels":{"a":"b"}}: `selector` will be auto-generated',
      'spec.jobTemplate.spec.manualSelector: Unsupported value: true: supported values: "nil", "false"',
    ],
  ],
  [
    'leaves room for the time in names of jobs',
    cronJob({}, 'n'.repeat(53)),
    ['metadata.name: Invalid value: "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn": must be no more than 52 characters'],
  ],
];

for (const [what, object, problems] of refused) {
  test(`CronJob: ${what}`, () => {
    assert.deepEqual(problemsOf(CronJob, object), problems);
  });
}
