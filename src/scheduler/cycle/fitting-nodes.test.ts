import assert from 'node:assert/strict';
import { test } from 'node:test';
import { podInfoOf } from '../snapshot/pod-info.ts';
import { node, pod } from '../testing/builders.ts';
import { clusterOf } from '../testing/cluster.ts';
import { defaultProfile } from '../profile.ts';
import { Chooser } from './choose.ts';
import { nodesToFind } from './fitting-nodes.ts';
import { NominatedPods } from './nominated-pods.ts';

const cases: [count: number, percentage: number | undefined, expected: number][] = [
  [10, undefined, 10],
  [10, 40, 10],
  [1000, undefined, 420],
  [1000, 40, 400],
  [1000, 5, 100],
  [6000, undefined, 300],
  [10_000, undefined, 500],
];

for (const [count, percentage, expected] of cases) {
  test(`of ${count} nodes and ${percentage ?? 'no given'} percent, ${expected} that fit are enough`, () => {
    assert.equal(nodesToFind(count, percentage), expected);
  });
}

test('all nodes have their turn, although each pod is tried on some only', () => {
  const cluster = clusterOf({ nodes: Array.from({ length: 400 }, (_, index) => node(`node-${index}`)) });
  const chooser = new Chooser({ profile: { ...defaultProfile, percentageOfNodesToScore: 25 }, cluster, nominated: new NominatedPods() });
  const chosen = Array.from({ length: 400 }, (_, index) => {
    const info = podInfoOf(pod(`web-${index}`));
    const choice = chooser.choose(info);
    assert(choice.type === 'node');
    cluster.assume(info, choice.node.name);
    return choice.node.name;
  });
  assert.equal(new Set(chosen).size, 400);
});

test('a pod leaves room for a nominated one of higher priority', () => {
  const cluster = clusterOf({ nodes: [node('a', { allocatable: { cpu: '2' } })] });
  const nominated = new NominatedPods();
  nominated.set(podInfoOf(pod('important', { requests: { cpu: '2' }, priority: 10 })), 'a');
  const chooser = new Chooser({ profile: defaultProfile, cluster, nominated });
  const choice = chooser.choose(podInfoOf(pod('web', { requests: { cpu: '1' }, priority: 1 })));
  assert(choice.type === 'none');
  assert.equal(choice.message, '0/1 nodes are available: 1 Insufficient cpu.');
  assert.deepEqual([...choice.rejectors], ['NodeResourcesFit']);
  assert.equal(chooser.choose(podInfoOf(pod('more', { requests: { cpu: '1' }, priority: 11 }))).type, 'node');
});
