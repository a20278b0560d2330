import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CronJob } from '../../kinds/batch/cron-job/index.ts';
import { isJobFinished } from '../../kinds/batch/job/conditions.ts';
import { Job } from '../../kinds/batch/job/index.ts';
import { namespace, startSimulation } from '../testing/simulation/simulation.ts';
import { seeds } from '../testing/simulation/seeds.ts';

const timeAnnotation = 'batch.kubernetes.io/cronjob-scheduled-timestamp';

for (const seed of seeds(1)) {
  for (const concurrencyPolicy of ['Allow', 'Forbid', 'Replace'] as const) {
    test(`a cron job starts one job a time that it is due, whatever crashes (seed ${seed}, ${concurrencyPolicy})`, async () => {
      const controllerNames = ['cronjob-controller', 'job-controller', 'ttl-after-finished-controller', 'garbage-collector-controller'];
      await using simulation = await startSimulation({ seed, controllerNames, crashes: 0.05, completes: true });
      const { client, truth } = simulation;
      const jobs = truth.of(Job);
      const problems = new Set<string>();
      const times: string[] = [];
      using _ = jobs.observe({
        applied: (job, previous) => {
          if (previous) return;
          times.push(job.metadata.annotations?.[timeAnnotation] ?? '');
          const running = jobs.list(namespace).filter((other) => !isJobFinished(other) && other.metadata.deletionTimestamp === undefined);
          if (concurrencyPolicy !== 'Allow' && running.length > 1) problems.add(`${running.length} jobs at once`);
        },
      });
      const { metadata } = await client.create(CronJob, {
        metadata: { name: 'tick', namespace },
        spec: {
          schedule: '* * * * *',
          timeZone: 'UTC',
          concurrencyPolicy,
          successfulJobsHistoryLimit: 2,
          jobTemplate: {
            spec: {
              ttlSecondsAfterFinished: 100,
              backoffLimit: 1000,
              template: { spec: { restartPolicy: 'Never', containers: [{ name: 'tick', image: 'tick:1' }] } },
            },
          },
        },
      });
      await simulation.run(250, { grief: { podFails: 0.02, nodeGoes: 0.005 } });
      assert.deepEqual([...problems], []);
      assert.equal(new Set(times).size, times.length);
      assert.ok(times.every((time) => /^2026-01-01T00:0\d:00Z$/.test(time)));
      if (concurrencyPolicy === 'Allow') assert.equal(times.length, 4);
      await client.patch(CronJob, metadata, { type: 'merge', body: { spec: { suspend: true } } });
      await simulation.converge(async () => (await client.get(CronJob, metadata)).status.active === undefined, { withinMoves: 1500 });
      await simulation.converge(() => jobs.list(namespace).length === 0, { withinMoves: 200 });
    });
  }
}
