import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ResourcePoolStatusRequest } from '../../kinds/resource/resource-pool-status-request.ts';
import type { ResourceSlice } from '../../kinds/resource/resource-slice.ts';
import { at, meta, startMs } from '../testing/builders.ts';
import { answer, countPools, expiryMs } from './plan.ts';

const request = (more: Partial<ResourcePoolStatusRequest> = {}): ResourcePoolStatusRequest => ({
  apiVersion: 'resource.k8s.io/v1alpha3',
  kind: 'ResourcePoolStatusRequest',
  metadata: meta('all'),
  spec: { driver: 'gpu' },
  ...more,
});

interface SliceOptions {
  readonly of?: number;
  readonly devices?: number;
  readonly generation?: number;
  readonly node?: string;
}

const slice = (pool: string, { of = 1, devices = 2, generation = 1, node = 'node-1' }: SliceOptions = {}): ResourceSlice => ({
  apiVersion: 'resource.k8s.io/v1',
  kind: 'ResourceSlice',
  metadata: meta(pool),
  spec: {
    driver: 'gpu',
    pool: { name: pool, generation, resourceSliceCount: of },
    nodeName: node,
    devices: Array.from({ length: devices }, (_, index) => ({ name: `gpu-${index}` })),
  },
});

const cases: readonly [name: string, slices: ResourceSlice[], allocated: number, expected: object[]][] = [
  ['no slices are no pools', [], 0, []],
  [
    'devices of all slices count',
    [slice('a', { of: 2 }), slice('a', { of: 2, devices: 3 })],
    1,
    [{ poolName: 'a', nodeName: 'node-1', resourceSliceCount: 2, totalDevices: 5, allocatedDevices: 1, availableDevices: 4 }],
  ],
  [
    'slices of an older generation do not',
    [slice('a', { devices: 9 }), slice('a', { generation: 2 })],
    0,
    [
      {
        poolName: 'a',
        nodeName: 'node-1',
        generation: 2,
        resourceSliceCount: 1,
        totalDevices: 2,
        allocatedDevices: 0,
        availableDevices: 2,
      },
    ],
  ],
  [
    'shared devices may have been given away more often than there are',
    [slice('a')],
    3,
    [{ poolName: 'a', nodeName: 'node-1', resourceSliceCount: 1, totalDevices: 2, allocatedDevices: 3, availableDevices: 0 }],
  ],
  [
    'a pool of several nodes names none',
    [slice('a', { of: 2 }), slice('a', { of: 2, node: 'node-2' })],
    0,
    [{ poolName: 'a', resourceSliceCount: 2, totalDevices: 4, allocatedDevices: 0, availableDevices: 4 }],
  ],
];

for (const [name, slices, allocated, expected] of cases) {
  test(name, () => {
    const counted = countPools(request(), { slices, allocatedIn: () => allocated });
    assert.deepEqual(
      counted,
      expected.map((pool) => ({ driver: 'gpu', generation: 1, unavailableDevices: 0, ...pool })),
    );
  });
}

test('a pool of which slices are missing is not counted', () => {
  assert.deepEqual(countPools(request(), { slices: [slice('a', { of: 3 })], allocatedIn: () => 0 }), [
    {
      driver: 'gpu',
      poolName: 'a',
      nodeName: 'node-1',
      generation: 1,
      validationError: 'pool gpu/a is incomplete: observed 1/3 slices at generation 1',
    },
  ]);
});

test('pools come by name, and only the one that is asked about', () => {
  const names = (spec: ResourcePoolStatusRequest['spec']) =>
    countPools(request({ spec }), { slices: [slice('b'), slice('a')], allocatedIn: () => 0 }).map(({ poolName }) => poolName);
  assert.deepEqual([names({ driver: 'gpu' }), names({ driver: 'gpu', poolName: 'b' })], [['a', 'b'], ['b']]);
});

test('an answer says how many pools there are and shows as many as were asked for', () => {
  const pools = countPools(request(), { slices: [slice('a', { of: 2 }), slice('b')], allocatedIn: () => 0 });
  const shown = answer(pools, { limit: 1, nowTimestamp: at(5) });
  assert.deepEqual([shown.poolCount, shown.pools?.length], [2, 1]);
  assert.deepEqual(shown.conditions, [
    {
      type: 'Complete',
      status: 'True',
      lastTransitionTime: at(5),
      reason: 'CalculationComplete',
      message: 'Calculated status for 1 pools (1 incomplete)',
    },
  ]);
  assert.equal(answer(pools, { nowTimestamp: at(5) }).pools?.length, 2);
});

test('answers are kept for an hour, questions for a day', () => {
  const answered = request({ status: answer([], { nowTimestamp: at(60) }) });
  assert.deepEqual(
    [expiryMs(request()), expiryMs(answered), expiryMs(request({ status: { poolCount: 0 } }))],
    [startMs + 86_400_000, startMs + 60_000 + 3_600_000, startMs + 3_600_000],
  );
});
