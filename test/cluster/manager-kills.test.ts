import assert from 'node:assert/strict';
import { env } from 'node:process';
import { test } from 'node:test';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { createInformers } from '../../src/client/create-informers.ts';
import { fakeNodeStages } from '../../src/cluster/fake-nodes/run.ts';
import { schedulerStages } from '../../src/cluster/scheduler.ts';
import { ServiceAccount } from '../../src/kinds/core/service-account.ts';
import { runStages } from '../../src/runtime/run-stages.ts';
import { startApiServerProcess, temporaryFolder } from '../support/api-server-process.ts';
import { startPart } from '../support/part-process.ts';
import { until } from '../support/until.ts';
import { leftProblems, unsettled, watchJobs } from './manager-kills/problems.ts';
import { namespace, Workload } from './manager-kills/workload.ts';

/** How often the manager is killed; more by `KUBETS_KILLS`, and other moments by `KUBETS_SEED`. */
const kills = Number(env['KUBETS_KILLS'] ?? 5);
const seed = Number(env['KUBETS_SEED'] ?? 1);
/** From when it has begun until it is killed, at the latest. */
const longestLifeMs = 3000;

test('a controller manager that is killed again and again loses nothing and makes nothing twice', { timeout: 600_000 }, async () => {
  await using folder = await temporaryFolder();
  await using server = await startApiServerProcess({ dataDir: folder.path });
  const { client } = server;
  const stopping = new AbortController();
  const around = { clientAs: () => client, clock: systemClock, log: silentLog };
  const truth = createInformers({ client, clock: systemClock, log: silentLog });
  const running = Promise.all([
    truth.run(stopping.signal),
    runStages([...fakeNodeStages({ count: 5, podStartMs: 100, ...around }), ...schedulerStages(around)], stopping.signal),
  ]);
  using watched = watchJobs(truth);
  const manager = () => startPart(['controller-manager', `--kubeconfig=${server.kubeconfig}`, '--leader-elect=false', '--secure-port=0']);
  try {
    let current = manager();
    await until('the namespace has its account', () => client.get(ServiceAccount, { name: 'default', namespace }));
    const workload = new Workload(client, { seed });
    await workload.prepare();
    for (let round = 0; round < kills; round++) {
      await workload.next();
      await systemClock.sleep(300 + workload.random.below(longestLifeMs));
      await current.kill();
      current = manager();
    }
    await using last = current;
    let left: readonly string[] = [];
    await until('all has settled', async () => (left = await unsettled(client, workload)).length === 0, {
      timeoutMs: 120_000,
      everyMs: 500,
    }).catch((error: unknown) => assert.fail(`${String(error)}: ${left.join('; ')}\n${last.log().slice(-3000)}`));
    await until('finalizers are gone', async () => (left = await leftProblems(client, workload)).length === 0).catch(() => undefined);
    assert.deepEqual([...left, ...watched.problems], []);
  } finally {
    stopping.abort();
    await running;
  }
});
