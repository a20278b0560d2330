import assert from 'node:assert/strict';
import { test } from 'node:test';
import { node, pod } from '../testing/builders.ts';
import { clusterOf, scores } from '../testing/cluster.ts';
import { nodeResourcesBalancedAllocation } from './node-resources-balanced-allocation.ts';

type Amounts = readonly [cpu: string, memory: string];

const cases: { name: string; nodes: Amounts[]; used: Amounts[]; wanted: Amounts; expected: number[] }[] = [
  {
    name: 'nodes of different sizes',
    nodes: [
      ['4', '10000'],
      ['6', '10000'],
    ],
    used: [],
    wanted: ['3', '5000'],
    expected: [68, 75],
  },
  {
    name: 'nodes in use',
    nodes: [
      ['10', '20000'],
      ['10', '20000'],
    ],
    used: [
      ['3', '0'],
      ['3', '5000'],
    ],
    wanted: ['3', '5000'],
    expected: [73, 74],
  },
  {
    name: 'nodes of different sizes in use',
    nodes: [
      ['10', '20000'],
      ['10', '50000'],
    ],
    used: [
      ['3', '0'],
      ['3', '5000'],
    ],
    wanted: ['3', '5000'],
    expected: [73, 70],
  },
  {
    name: 'the best and the worst',
    nodes: [
      ['3', '5000'],
      ['3', '5000'],
    ],
    used: [['3', '0']],
    wanted: ['0', '5000'],
    expected: [100, 50],
  },
  {
    name: 'nodes that become full',
    nodes: [
      ['6', '10000'],
      ['6', '10000'],
    ],
    used: [
      ['3', '0'],
      ['3', '5000'],
    ],
    wanted: ['3', '0'],
    expected: [62, 62],
  },
];

for (const { name, nodes, used, wanted, expected } of cases) {
  test(`the score is how much closer the pod brings CPU and memory: ${name}`, () => {
    const cluster = clusterOf({
      nodes: nodes.map(([cpu, memory], index) => node(`node-${index}`, { allocatable: { cpu, memory } })),
      pods: used.map(([cpu, memory], index) => [pod(`used-${index}`, { requests: { cpu, memory } }), `node-${index}`]),
    });
    const incoming = pod('web', { requests: { cpu: wanted[0], memory: wanted[1] } });
    assert.deepEqual(Object.values(scores(nodeResourcesBalancedAllocation, incoming, cluster) ?? {}), expected);
  });
}

test('there is no opinion on pods that ask for nothing', () => {
  assert.equal(scores(nodeResourcesBalancedAllocation, pod('web'), clusterOf({ nodes: [node('a'), node('b')] })), undefined);
});
