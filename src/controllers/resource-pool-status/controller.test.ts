import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ResourcePoolStatusRequest } from '../../kinds/resource/resource-pool-status-request.ts';
import { ResourceSlice } from '../../kinds/resource/resource-slice.ts';
import { eventually, runControllers } from '../testing/run-controllers.ts';

test('who asks how many devices there are is told', async () => {
  await using cluster = await runControllers({
    featureGates: { DRAResourcePoolStatus: true },
    runtimeConfig: { 'resource.k8s.io/v1alpha3': 'true' },
  });
  const { client } = cluster;
  const slice = (number: number) =>
    client.create(ResourceSlice, {
      metadata: { name: `gpus-${number}` },
      spec: {
        driver: 'gpu.example.com',
        pool: { name: 'node-1', generation: 1, resourceSliceCount: 2 },
        nodeName: 'node-1',
        devices: [{ name: `gpu-${number}` }],
      },
    });
  await slice(1);
  const request = await client.create(ResourcePoolStatusRequest, { metadata: { name: 'all' }, spec: { driver: 'gpu.example.com' } });
  // The answer waits for the rest of the pool.
  await slice(2);
  const answered = await eventually(
    () => client.get(ResourcePoolStatusRequest, request.metadata),
    ({ status }) => status !== undefined,
  );
  assert.deepEqual(
    answered.status?.pools?.map(({ poolName, totalDevices, availableDevices }) => [poolName, totalDevices, availableDevices]),
    [['node-1', 2, 2]],
  );
});
