import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CronJob } from '../../kinds/batch/cron-job/index.ts';
import type { Job } from '../../kinds/batch/job/index.ts';
import { at, meta, startMs } from '../testing/builders.ts';
import { superfluousJobs } from './history.ts';
import { jobOf } from './job.ts';
import { decide } from './plan.ts';

const jobTemplate = { spec: { template: { spec: { containers: [{ name: 'c', image: 'c:1' }] } } } };
const cronJob = (spec: Partial<CronJob['spec']> = {}, status: CronJob['status'] = {}): CronJob => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: meta('nightly'),
  spec: { schedule: '*/10 * * * *', timeZone: 'UTC', concurrencyPolicy: 'Allow', jobTemplate, ...spec },
  status,
});

/** What is decided so many seconds after the start, which is midnight. */
function decided(of: CronJob, second: number): string {
  const decision = decide(of, startMs + second * 1000);
  const what =
    decision.do === 'start'
      ? `start ${(decision.scheduledMs - startMs) / 1000}`
      : decision.do === 'wait'
        ? `wait ${decision.afterMs}`
        : 'nothing';
  return decision.warning ? `${what} ${decision.warning.reason}` : what;
}

const active = [{ name: 'nightly-1', uid: '1' }];
const cases: readonly (readonly [what: string, cronJob: CronJob, second: number, decided: string])[] = [
  ['waits until it is due', cronJob(), 60, 'wait 540100'],
  ['starts when it is due', cronJob(), 600, 'start 600'],
  ['starts once', cronJob({}, { lastScheduleTime: at(600) }), 601, 'wait 599100'],
  ['starts the last of several missed times only', cronJob(), 3700, 'start 3600'],
  ['says that it has missed very many', cronJob({ schedule: '* * * * *' }), 7200, 'start 7200 TooManyMissedTimes'],
  ['does not start too late', cronJob({ startingDeadlineSeconds: 30 }), 650, 'wait 550100'],
  ['counts missed times from its deadline', cronJob({ schedule: '* * * * *', startingDeadlineSeconds: 300 }), 7200, 'start 7200'],
  [
    'does not start beside another, if it must not',
    cronJob({ concurrencyPolicy: 'Forbid' }, { active }),
    600,
    'wait 600100 JobAlreadyActive',
  ],
  ['starts beside another, if it may', cronJob({}, { active }), 600, 'start 600'],
  ['does nothing while it is suspended', cronJob({ suspend: true }), 600, 'nothing'],
  ['cannot read every schedule', cronJob({ schedule: 'often' }), 600, 'nothing UnparseableSchedule'],
  ['does not know every time zone', cronJob({ timeZone: 'Nowhere/Here' }), 600, 'nothing UnknownTimeZone'],
  ['may never be due', cronJob({ schedule: '0 0 30 2 *' }), 600, 'nothing InvalidSchedule'],
  ['goes by the clocks of its zone', cronJob({ schedule: '30 1 * * *', timeZone: 'Europe/Berlin' }), 1800, 'start 1800'],
];

for (const [what, of, second, decision] of cases) {
  test(`a cron job ${what}`, () => assert.equal(decided(of, second), decision));
}

test('a job is named after its minute and tells its time', () => {
  const { metadata } = jobOf(cronJob({ timeZone: 'America/New_York' }), startMs);
  assert.equal(metadata.name, `nightly-${startMs / 60_000}`);
  assert.equal(metadata.annotations?.['batch.kubernetes.io/cronjob-scheduled-timestamp'], '2025-12-31T19:00:00-05:00');
});

test('the oldest finished jobs beyond the limits go', () => {
  const job = (name: string, type: string | undefined, startTime: string): Job => ({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: meta(name),
    spec: jobTemplate.spec,
    status: { startTime, ...(type && { conditions: [{ type, status: 'True', lastProbeTime: at(0), lastTransitionTime: at(0) }] }) },
  });
  const jobs = [
    job('young', 'Complete', at(9)),
    job('old', 'Complete', at(1)),
    job('failed', 'Failed', at(5)),
    job('runs', undefined, at(0)),
  ];
  const names = superfluousJobs(cronJob({ successfulJobsHistoryLimit: 1, failedJobsHistoryLimit: 0 }), jobs).map(
    ({ metadata }) => metadata.name,
  );
  assert.deepEqual(names, ['old', 'failed']);
});
