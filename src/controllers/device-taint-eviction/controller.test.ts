import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Client } from '../../client/client.ts';
import { Node } from '../../kinds/core/node/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { ServiceAccount } from '../../kinds/core/service-account.ts';
import { DeviceTaintRuleBeta } from '../../kinds/resource/device-taint-rule.ts';
import { ResourceClaim } from '../../kinds/resource/resource-claim.ts';
import { ResourceSlice } from '../../kinds/resource/resource-slice.ts';
import { eventually, runControllers } from '../testing/run-controllers.ts';

const namespace = 'default';

async function podWithDevice({ client }: { client: Client }) {
  await eventually(
    async () => (await client.list(ServiceAccount, { namespace })).items.length,
    (count) => count > 0,
  );
  await client.create(Node, { metadata: { name: 'node-1' }, spec: {} });
  const pool = { name: 'node-1', generation: 1, resourceSliceCount: 1 };
  const slice = await client.create(ResourceSlice, {
    metadata: { name: 'gpus' },
    spec: { driver: 'gpu.example.com', pool, nodeName: 'node-1', devices: [{ name: 'gpu-0' }] },
  });
  const claim = await client.create(ResourceClaim, {
    metadata: { name: 'gpu', namespace },
    spec: { devices: { requests: [{ name: 'gpu', exactly: { deviceClassName: 'gpu' } }] } },
  });
  const pod = await client.create(Pod, {
    metadata: { name: 'web', namespace, finalizers: ['example.com/look'] },
    spec: {
      nodeName: 'node-1',
      resourceClaims: [{ name: 'gpu', resourceClaimName: 'gpu' }],
      containers: [{ name: 'web', image: 'web' }],
    },
  });
  const results = [{ request: 'gpu', driver: 'gpu.example.com', pool: 'node-1', device: 'gpu-0' }];
  await client.update(ResourceClaim, { ...claim, status: { allocation: { devices: { results } } } }, { subresource: 'status' });
  await eventually(
    () => client.get(ResourceClaim, claim.metadata),
    ({ status }) => status.reservedFor?.[0]?.uid === pod.metadata.uid,
  );
  assert.equal((await client.get(Pod, pod.metadata)).metadata.deletionTimestamp, undefined);

  return { pod, slice };
}

const untilEnded = ({ client }: { client: Client }, pod: Pod) =>
  eventually(
    () => client.get(Pod, pod.metadata),
    ({ metadata }) => metadata.deletionTimestamp !== undefined,
  );

test('a pod whose device is tainted is ended, and says why', async () => {
  await using cluster = await runControllers();
  const { pod, slice } = await podWithDevice(cluster);
  const devices = [{ name: 'gpu-0', taints: [{ key: 'broken', effect: 'NoExecute' as const }] }];
  await cluster.client.update(ResourceSlice, { ...slice, spec: { ...slice.spec, devices } });
  const ended = await untilEnded(cluster, pod);
  assert.equal(ended.status.conditions?.find(({ type }) => type === 'DisruptionTarget')?.reason, 'DeletionByDeviceTaintManager');
});

test('a rule says what would come of it, and once it has its effect ends the pods it is for', async () => {
  await using cluster = await runControllers({
    featureGates: { DRADeviceTaintRules: true },
    runtimeConfig: { 'resource.k8s.io/v1beta2': 'true' },
  });
  const { client } = cluster;
  const { pod } = await podWithDevice(cluster);
  const made = await client.create(DeviceTaintRuleBeta, {
    metadata: { name: 'broken' },
    spec: { deviceSelector: { driver: 'gpu.example.com' }, taint: { key: 'broken', effect: 'None' } },
  });
  const told = (reason: string) =>
    eventually(
      () => client.get(DeviceTaintRuleBeta, made.metadata),
      ({ status }) => status.conditions?.[0]?.reason === reason,
    );
  const idle = await told('NoEffect');
  assert.match(
    idle.status.conditions?.[0]?.message ?? '',
    /^1 published device selected. 1 allocated device selected. 1 pod would be evicted in 1 namespace if the effect was NoExecute. /,
  );
  assert.equal((await client.get(Pod, pod.metadata)).metadata.deletionTimestamp, undefined);

  await client.update(DeviceTaintRuleBeta, { ...idle, spec: { ...idle.spec, taint: { key: 'broken', effect: 'NoExecute' } } });
  await untilEnded(cluster, pod);
  // Perhaps it was told before the pod was ended, perhaps after.
  await eventually(
    () => client.get(DeviceTaintRuleBeta, made.metadata),
    ({ status }) => ['PodsPendingEviction', 'Completed'].includes(status.conditions?.[0]?.reason ?? ''),
  );
});
