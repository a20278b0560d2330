import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Node } from '../../kinds/core/node/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { ServiceAccount } from '../../kinds/core/service-account.ts';
import { ResourceClaim } from '../../kinds/resource/resource-claim.ts';
import { ResourceSlice } from '../../kinds/resource/resource-slice.ts';
import { eventually, runControllers } from '../testing/run-controllers.ts';

const namespace = 'default';

test('a pod whose device is tainted is ended, and says why', async () => {
  await using cluster = await runControllers();
  const { client } = cluster;
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

  const devices = [{ name: 'gpu-0', taints: [{ key: 'broken', effect: 'NoExecute' as const }] }];
  await client.update(ResourceSlice, { ...slice, spec: { ...slice.spec, devices } });
  const ended = await eventually(
    () => client.get(Pod, pod.metadata),
    ({ metadata }) => metadata.deletionTimestamp !== undefined,
  );
  assert.equal(ended.status.conditions?.find(({ type }) => type === 'DisruptionTarget')?.reason, 'DeletionByDeviceTaintManager');
});
