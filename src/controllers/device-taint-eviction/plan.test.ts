import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DeviceTaint, DeviceToleration } from '../../kinds/resource/device.ts';
import type { DeviceTaintRule } from '../../kinds/resource/device-taint-rule.ts';
import type { ResourceClaim } from '../../kinds/resource/resource-claim.ts';
import type { Device, ResourceSlice } from '../../kinds/resource/resource-slice.ts';
import { at, meta, pod, startMs } from '../testing/builders.ts';
import { deviceIn, evictingTaints, evictionOf, selects } from './plan.ts';

const broken: DeviceTaint = { key: 'broken', value: 'yes', effect: 'NoExecute', timeAdded: at(100) };

const claim = (tolerations: DeviceToleration[]): ResourceClaim => ({
  apiVersion: 'resource.k8s.io/v1',
  kind: 'ResourceClaim',
  metadata: meta('claim'),
  spec: { devices: {} },
  status: {
    allocation: { devices: { results: [{ request: 'gpu', driver: 'gpu', pool: 'node-1', device: 'gpu-0', tolerations }] } },
    reservedFor: [{ resource: 'pods', name: 'a', uid: 'uid-a' }],
  },
});

const noExecute = { operator: 'Exists', effect: 'NoExecute' } as const;
const cases: readonly [name: string, claims: ResourceClaim[], taints: DeviceTaint[], seconds: number | undefined, node?: string][] = [
  ['a sound device harms nobody', [claim([])], [], undefined],
  ['nor do taints that only keep others away', [claim([])], [{ ...broken, effect: 'NoSchedule' }], undefined],
  ['a taint ends the pod at once', [claim([])], [broken], 100],
  ['one that is tolerated does not', [claim([noExecute])], [broken], undefined],
  ['one that is tolerated for a while does later', [claim([{ ...noExecute, tolerationSeconds: 30 }])], [broken], 130],
  [
    'the shortest toleration counts',
    [
      claim([
        { ...noExecute, tolerationSeconds: 30 },
        { ...noExecute, tolerationSeconds: -5 },
      ]),
    ],
    [broken],
    100,
  ],
  ['one for another key does not help', [claim([{ ...noExecute, key: 'slow' }])], [broken], 100],
  ['one for another value does not help', [claim([{ key: 'broken', operator: 'Equal', value: 'no', effect: 'NoExecute' }])], [broken], 100],
  ['one for the value does', [claim([{ key: 'broken', operator: 'Equal', value: 'yes', effect: 'NoExecute' }])], [broken], undefined],
  ['one for all effects does not', [claim([{ operator: 'Exists' }])], [broken], 100],
  ['the first taint counts', [claim([])], [broken, { ...broken, key: 'hot', timeAdded: at(50) }], 50],
  ['a pod that has no node is not ended', [claim([])], [broken], undefined, ''],
];

for (const [name, claims, taints, seconds, node = 'node-1'] of cases) {
  test(name, () => {
    const evicting = evictingTaints({ name: 'gpu-0', taints }).map((taint) => ({ taint }));
    const eviction = evictionOf(pod('a', { node }), claims, () => evicting);
    assert.equal(eviction?.dueMs, seconds === undefined ? undefined : startMs + seconds * 1000);
  });
}

const rule = (deviceSelector: DeviceTaintRule['spec']['deviceSelector']): DeviceTaintRule => ({
  apiVersion: 'resource.k8s.io/v1beta2',
  kind: 'DeviceTaintRule',
  metadata: meta('rule'),
  spec: { taint: broken, ...(deviceSelector && { deviceSelector }) },
  status: {},
});

test('rules that would end the pod are named, those that are tolerated are not', () => {
  const [ending, tolerated] = [rule({}), rule({})];
  const taintsOf = () => [
    { taint: { ...broken, key: 'hot' }, rule: ending },
    { taint: broken, rule: tolerated },
  ];
  assert.deepEqual(evictionOf(pod('a'), [claim([{ ...noExecute, key: 'broken' }])], taintsOf)?.rules, [ending]);
});

const named = { driver: 'gpu', pool: 'node-1', device: 'gpu-0' };
for (const [name, selector, expected] of [
  ['without a selector for nothing', undefined, false],
  ['with an empty one for everything', {}, true],
  ['for a driver', { driver: 'gpu' }, true],
  ['for another driver', { driver: 'fpga' }, false],
  ['for a device in a pool', { pool: 'node-1', device: 'gpu-0' }, true],
  ['for a device in another pool', { pool: 'node-2', device: 'gpu-0' }, false],
] as const) {
  test(`a rule is ${name}`, () => assert.equal(selects(rule(selector), named), expected));
}

test('a device is looked for in the newest slices of its pool', () => {
  const slice = (generation: number, devices: Device[]): ResourceSlice => ({
    apiVersion: 'resource.k8s.io/v1',
    kind: 'ResourceSlice',
    metadata: meta(`slice-${generation}`),
    spec: { driver: 'gpu', pool: { name: 'node-1', generation, resourceSliceCount: 1 }, devices },
  });
  const slices = [slice(1, [{ name: 'gpu-0' }, { name: 'gpu-1' }]), slice(2, [{ name: 'gpu-0', taints: [broken] }])];
  assert.deepEqual([deviceIn(slices, 'gpu-0')?.taints, deviceIn(slices, 'gpu-1'), deviceIn([], 'gpu-0')], [[broken], undefined, undefined]);
});
