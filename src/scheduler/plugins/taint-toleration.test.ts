import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Taint } from '../../kinds/core/node/schema.ts';
import type { Toleration } from '../../kinds/core/pod/affinity.ts';
import { node, pod } from '../testing/builders.ts';
import { clusterOf, refusals, scores } from '../testing/cluster.ts';
import { nodeUnschedulable } from './node-unschedulable.ts';
import { taintToleration } from './taint-toleration.ts';

const taint = (key: string, effect: Taint['effect'], value = ''): Taint => ({ key, effect, value });
const reason = ['node(s) had untolerated taint(s)'];

const filtered: { name: string; taints: Taint[]; tolerations: Toleration[]; expected: string[] | undefined }[] = [
  { name: 'no taints', taints: [], tolerations: [], expected: undefined },
  { name: 'a taint', taints: [taint('dedicated', 'NoSchedule', 'user1')], tolerations: [], expected: reason },
  {
    name: 'a taint that is tolerated',
    taints: [taint('dedicated', 'NoSchedule', 'user1')],
    tolerations: [{ key: 'dedicated', operator: 'Equal', value: 'user1', effect: 'NoSchedule' }],
    expected: undefined,
  },
  {
    name: 'a taint of another value',
    taints: [taint('dedicated', 'NoSchedule', 'user1')],
    tolerations: [{ key: 'dedicated', operator: 'Equal', value: 'user2', effect: 'NoSchedule' }],
    expected: reason,
  },
  {
    name: 'any taint is tolerated',
    taints: [taint('a', 'NoSchedule'), taint('b', 'NoExecute')],
    tolerations: [{ operator: 'Exists' }],
    expected: undefined,
  },
  {
    name: 'one of two is tolerated',
    taints: [taint('a', 'NoSchedule'), taint('b', 'NoExecute')],
    tolerations: [{ key: 'a', operator: 'Exists' }],
    expected: reason,
  },
  { name: 'advice is no reason to refuse', taints: [taint('a', 'PreferNoSchedule')], tolerations: [], expected: undefined },
];

for (const { name, taints, tolerations, expected } of filtered) {
  test(`pods are kept off nodes with taints: ${name}`, () => {
    assert.deepEqual(refusals(taintToleration, pod('web', { spec: { tolerations } }), clusterOf({ nodes: [node('a', { taints })] })), {
      a: expected,
    });
  });
}

test('nodes with fewer taints that advise against the pod are preferred', () => {
  const nodes = [
    node('a'),
    node('b', { taints: [taint('cpu', 'PreferNoSchedule', '1')] }),
    node('c', { taints: [taint('cpu', 'PreferNoSchedule', '1'), taint('disk', 'PreferNoSchedule', '1')] }),
  ];
  assert.deepEqual(scores(taintToleration, pod('web'), clusterOf({ nodes })), { a: 100, b: 50, c: 0 });
  const tolerations: Toleration[] = [{ key: 'cpu', operator: 'Exists', effect: 'PreferNoSchedule' }];
  assert.deepEqual(scores(taintToleration, pod('web', { spec: { tolerations } }), clusterOf({ nodes })), { a: 100, b: 100, c: 0 });
});

test('pods are kept off nodes that are cordoned, unless they tolerate it', () => {
  const cluster = clusterOf({ nodes: [node('a', { spec: { unschedulable: true } }), node('b')] });
  assert.deepEqual(refusals(nodeUnschedulable, pod('web'), cluster), { a: ['node(s) were unschedulable'], b: undefined });
  const tolerations: Toleration[] = [{ key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' }];
  assert.deepEqual(refusals(nodeUnschedulable, pod('web', { spec: { tolerations } }), cluster), { a: undefined, b: undefined });
});
