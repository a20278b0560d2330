import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../base/clock.ts';
import { Deployment } from '../../kinds/apps/deployment/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { PodDisruptionBudget } from '../../kinds/policy/pod-disruption-budget.ts';
import { formatTime } from '../../model/timestamp.ts';
import { eventually, runControllers } from '../testing/run-controllers.ts';

const namespace = 'default';
const labels = { app: 'web' };

test('a budget allows as many evictions as the deployment can spare, and none once they are used up', async () => {
  await using cluster = await runControllers();
  const { client } = cluster;
  const spec = { containers: [{ name: 'web', image: 'web:1' }] };
  await client.create(Deployment, {
    metadata: { name: 'web', namespace },
    spec: { replicas: 3, selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
  });
  const budget = await client.create(PodDisruptionBudget, {
    metadata: { name: 'web', namespace },
    spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
  });
  const pods = await eventually(
    async () => (await client.list(Pod, { namespace })).items,
    (items) => items.length === 3,
  );
  const blocked = await eventually(
    () => client.get(PodDisruptionBudget, budget.metadata),
    ({ status }) => status.expectedPods === 3,
  );
  assert.equal(blocked.status.disruptionsAllowed, 0);
  for (const pod of pods) {
    const conditions = [{ type: 'Ready', status: 'True', lastTransitionTime: formatTime(systemClock.now()) }];
    await client.patch(
      Pod,
      pod.metadata,
      { type: 'strategic', body: { status: { phase: 'Running', conditions } } },
      { subresource: 'status' },
    );
  }
  const open = await eventually(
    () => client.get(PodDisruptionBudget, budget.metadata),
    ({ status }) => status.disruptionsAllowed === 1,
  );
  assert.deepEqual([open.status.currentHealthy, open.status.desiredHealthy, open.status.expectedPods], [3, 2, 3]);
  const [first, second] = pods;
  assert.ok(first && second);
  const evict = ({ metadata }: Pod) =>
    client.post(Pod, metadata, 'eviction', { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: metadata.name, namespace } });
  await evict(first);
  await assert.rejects(evict(second), { name: 'ApiError' });
});
