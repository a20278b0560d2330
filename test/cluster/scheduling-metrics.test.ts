import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startCluster } from '../../src/cluster/testing.ts';
import { Namespace } from '../../src/kinds/core/namespace.ts';
import { Pod } from '../../src/kinds/core/pod/index.ts';
import { ServiceAccount } from '../../src/kinds/core/service-account.ts';
import { until } from '../support/until.ts';

const namespace = 'shop';

test('what the scheduler does is counted under the names of upstream', async () => {
  await using cluster = await startCluster({ parts: ['controllers', 'scheduler'], fakeNodes: { count: 1 } });
  const { client } = cluster;
  await client.create(Namespace, { metadata: { name: namespace }, spec: {} });
  await client.create(ServiceAccount, { metadata: { name: 'default', namespace } });
  const add = (name: string, more: object = {}) =>
    client.create(Pod, { metadata: { name, namespace }, spec: { containers: [{ name: 'c', image: 'i' }], ...more } });
  await add('placed');
  await add('huge', { containers: [{ name: 'c', image: 'i', resources: { requests: { cpu: '10000' } } }] });
  await add('gated', { schedulingGates: [{ name: 'example.com/gate' }] });
  const wanted = [
    /^scheduler_schedule_attempts_total\{profile="default-scheduler",result="scheduled"\} 1$/m,
    /^scheduler_schedule_attempts_total\{profile="default-scheduler",result="unschedulable"\} [1-9]/m,
    /^scheduler_scheduling_attempt_duration_seconds_count\{profile="default-scheduler",result="scheduled"\} 1$/m,
    /^scheduler_pod_scheduling_sli_duration_seconds_count\{attempts="\d+"\} 1$/m,
    /^scheduler_pod_scheduling_attempts_count 1$/m,
    /^scheduler_preemption_attempts_total [1-9]/m,
    /^scheduler_preemption_victims_count 0$/m,
    /^scheduler_pending_pods\{queue="active"\} 0$/m,
    /^scheduler_pending_pods\{queue="backoff"\} 0$/m,
    /^scheduler_pending_pods\{queue="unschedulable"\} 1$/m,
    /^scheduler_pending_pods\{queue="gated"\} 1$/m,
  ];
  const missing = async () => {
    const { body } = await cluster.handle({
      method: 'GET',
      path: '/metrics',
      query: new URLSearchParams(),
      headers: {},
      credentials: { type: 'user', user: { name: 'admin', groups: ['system:masters'] } },
      signal: new AbortController().signal,
    });
    assert(body.type === 'bytes' && body.bytes instanceof Uint8Array);
    const text = Buffer.from(body.bytes).toString('utf8');
    return wanted.filter((pattern) => !pattern.test(text)).map(({ source }) => source);
  };
  await until('everything is counted', async () => (await missing()).length === 0, { timeoutMs: 20_000 }).catch(async () =>
    assert.deepEqual(await missing(), []),
  );
});
