import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Pod } from '../../kinds/core/pod/index.ts';
import { ServiceAccount } from '../../kinds/core/service-account.ts';
import { PodGroup } from '../../kinds/scheduling/pod-group.ts';
import { eventually, runControllers } from '../testing/run-controllers.ts';

const namespace = 'default';

test('a group of pods stays until the last of them is done', async () => {
  await using cluster = await runControllers({
    featureGates: { GenericWorkload: true },
    runtimeConfig: { 'scheduling.k8s.io/v1alpha2': 'true' },
  });
  const { client } = cluster;
  await eventually(
    async () => (await client.list(ServiceAccount, { namespace })).items.length,
    (count) => count > 0,
  );
  const group = await client.create(PodGroup, { metadata: { name: 'gang', namespace }, spec: { schedulingPolicy: { basic: {} } } });
  const pod = await client.create(Pod, {
    metadata: { name: 'web', namespace },
    spec: { schedulingGroup: { podGroupName: 'gang' }, containers: [{ name: 'web', image: 'web' }] },
  });
  await eventually(
    () => client.get(PodGroup, group.metadata),
    ({ metadata }) => metadata.finalizers?.includes('scheduling.k8s.io/podgroup-protection') ?? false,
  );
  await client.delete(PodGroup, group.metadata);
  assert.notEqual((await client.get(PodGroup, group.metadata)).metadata.deletionTimestamp, undefined);
  await client.patch(Pod, pod.metadata, { type: 'merge', body: { status: { phase: 'Succeeded' } } }, { subresource: 'status' });
  await eventually(
    async () => (await client.list(PodGroup, { namespace })).items.length,
    (count) => count === 0,
  );
});
