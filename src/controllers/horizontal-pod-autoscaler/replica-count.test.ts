import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { at, pod, startMs } from '../testing/builders.ts';
import type { PodMetric } from './metrics-client.ts';
import { proposeByAverage, proposeByShare, proposeByUtilization, proposeByValue } from './replica-count.ts';
import { requestsOf } from './requests.ts';

const nowMs = startMs + 3_600_000;
const tolerances = { down: 0.1, up: 0.1 };
const started = { startTime: at(0) };

const ready = (name: string, more: Partial<Pod['status']> = {}) =>
  pod(name, { status: { ...started, conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: at(10) }], ...more } });
const usage = (...milli: readonly (number | undefined)[]): ReadonlyMap<string, PodMetric> =>
  new Map(milli.flatMap((value, index) => (value === undefined ? [] : [[`p${index}`, { milli: value, atMs: nowMs, windowMs: 30_000 }]])));
const readyPods = (count: number): readonly Pod[] => Array.from({ length: count }, (_, index) => ready(`p${index}`));
const requests = (count: number) => new Map(Array.from({ length: count }, (_, index) => [`p${index}`, 1000]));

const utilization: readonly (readonly [
  what: string,
  pods: readonly Pod[],
  metrics: ReadonlyMap<string, PodMetric>,
  replicas: number,
  percent: number,
])[] = [
  ['as much as wanted', readyPods(3), usage(500, 500, 500), 3, 50],
  ['a little more is tolerated', readyPods(3), usage(540, 540, 540), 3, 54],
  ['twice as much', readyPods(3), usage(1000, 1000, 1000), 6, 100],
  ['half as much', readyPods(4), usage(250, 250, 250, 250), 2, 25],
  ['a pod that says nothing uses nothing when there is too much', readyPods(3), usage(1000, 1000, undefined), 4, 100],
  ['a pod that says nothing uses all it requests when there is too little', readyPods(3), usage(100, 100, undefined), 3, 10],
  [
    'a pod that is not ready uses nothing when there is too much',
    [...readyPods(2), pod('p2', { phase: 'Pending' })],
    usage(1000, 1000),
    4,
    100,
  ],
  [
    'a pod that is going does not count',
    [...readyPods(2), pod('p2', { metadata: { deletionTimestamp: at(0) } })],
    usage(1000, 1000, 9000),
    4,
    100,
  ],
];

for (const [what, pods, metrics, replicas, percent] of utilization) {
  test(`use of half of what is requested is wanted: ${what}`, () => {
    const measured = { pods, metrics, current: pods.length, tolerances, resource: 'cpu', nowMs };
    const proposal = proposeByUtilization(measured, requests(3 + 1), 50);
    assert.deepEqual([proposal.replicas, proposal.percent], [replicas, percent]);
  });
}

test('what a pod uses of the CPU says little while it starts', () => {
  const young = ready('p1', { startTime: at(3590), conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: at(3595) }] });
  const measured = { pods: [ready('p0'), young], metrics: usage(600, 5000), current: 2, tolerances, nowMs };
  assert.equal(proposeByUtilization({ ...measured, resource: 'cpu' }, requests(2), 50).replicas, 2);
  assert.equal(proposeByUtilization({ ...measured, resource: 'memory' }, requests(2), 50).replicas, 12);
});

test('an average is wanted of each pod', () => {
  const measured = { pods: readyPods(3), metrics: usage(30_000, 10_000, 20_000), current: 3, tolerances, nowMs };
  assert.deepEqual(proposeByAverage(measured, 10_000), { replicas: 6, milli: 20_000 });
  assert.throws(() => proposeByAverage({ ...measured, metrics: new Map() }, 10_000), /did not receive metrics/);
  assert.throws(() => proposeByAverage({ ...measured, pods: [] }, 10_000), /no pods returned/);
});

test('metrics that are not about pods are wanted as a whole, or shared by pods', () => {
  assert.deepEqual(proposeByValue(20_000, 10_000, { current: 3, pods: readyPods(3), tolerances }), { replicas: 6, milli: 20_000 });
  assert.deepEqual(proposeByValue(10_500, 10_000, { current: 3, pods: readyPods(3), tolerances }), { replicas: 3, milli: 10_500 });
  assert.deepEqual(proposeByShare(45_000, 10_000, { current: 3, tolerances }), { replicas: 5, milli: 15_000 });
});

test('requests are those of the pod, or of one container', () => {
  const container = (name: string, cpu: string) => ({ name, resources: { requests: { cpu } } });
  const web = pod('web', { spec: { containers: [container('a', '100m'), container('b', '200m')] } });
  assert.deepEqual([...requestsOf([web], 'cpu', undefined)], [['web', 300]]);
  assert.deepEqual([...requestsOf([web], 'cpu', 'b')], [['web', 200]]);
  assert.throws(() => requestsOf([web], 'cpu', 'c'), /container c not found in Pod web/);
  assert.throws(() => requestsOf([web], 'memory', undefined), /missing request for memory in container a of Pod web/);
});
