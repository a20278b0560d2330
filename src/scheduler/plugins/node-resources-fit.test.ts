import assert from 'node:assert/strict';
import { test } from 'node:test';
import { node, pod } from '../testing/builders.ts';
import { clusterOf, refusals, scores } from '../testing/cluster.ts';
import { prepareFilters, refusalOf } from '../cycle/filters.ts';
import { podInfoOf } from '../snapshot/pod-info.ts';
import { nodeResourcesFit } from './node-resources-fit.ts';

const allocatable = { cpu: '10m', memory: '20', pods: '32', 'ephemeral-storage': '20', 'example.com/gpu': '5', 'hugepages-2Mi': '5' };
const containers = (...requests: Record<string, string>[]) =>
  requests.map((each, index) => ({ name: `c${index}`, resources: { requests: each } }));

const cases: {
  name: string;
  used?: Record<string, string>;
  wanted: Record<string, string>;
  spec?: object;
  expected?: string[];
  isHelped?: boolean;
}[] = [
  { name: 'a pod that asks for nothing fits a full node', used: { cpu: '10m', memory: '20' }, wanted: {} },
  {
    name: 'all that is short is told',
    used: { cpu: '10m', memory: '20' },
    wanted: { cpu: '1m', memory: '1' },
    expected: ['Insufficient cpu', 'Insufficient memory'],
    isHelped: true,
  },
  {
    name: 'more than the whole node has is not helped by others leaving',
    wanted: { cpu: '11m', memory: '1' },
    expected: ['Insufficient cpu'],
    isHelped: false,
  },
  { name: 'exactly what is left fits', used: { cpu: '5m', memory: '5' }, wanted: { cpu: '5m', memory: '15' } },
  {
    name: 'init containers run alone, so the greatest counts',
    used: { cpu: '8m', memory: '19' },
    wanted: { cpu: '1m', memory: '1' },
    spec: { initContainers: containers({ cpu: '3m', memory: '1' }, { cpu: '2m', memory: '1' }) },
    expected: ['Insufficient cpu'],
    isHelped: true,
  },
  {
    name: 'sidecars run beside the containers',
    used: { cpu: '7m' },
    wanted: { cpu: '2m' },
    spec: { initContainers: [{ name: 'side', restartPolicy: 'Always', resources: { requests: { cpu: '2m' } } }] },
    expected: ['Insufficient cpu'],
    isHelped: true,
  },
  { name: 'overhead counts', wanted: { cpu: '8m' }, spec: { overhead: { cpu: '3m' } }, expected: ['Insufficient cpu'], isHelped: false },
  {
    name: 'devices are counted',
    used: { 'example.com/gpu': '3' },
    wanted: { 'example.com/gpu': '3' },
    expected: ['Insufficient example.com/gpu'],
    isHelped: true,
  },
  {
    name: 'devices nobody has fit nowhere',
    wanted: { 'example.com/fpga': '1' },
    expected: ['Insufficient example.com/fpga'],
    isHelped: false,
  },
  { name: 'huge pages are counted', wanted: { 'hugepages-2Mi': '6' }, expected: ['Insufficient hugepages-2Mi'], isHelped: false },
  {
    name: 'local storage is counted',
    used: { 'ephemeral-storage': '10' },
    wanted: { 'ephemeral-storage': '15' },
    expected: ['Insufficient ephemeral-storage'],
    isHelped: true,
  },
];

for (const { name, used = {}, wanted, spec, expected, isHelped } of cases) {
  test(`what a pod requests must be free: ${name}`, () => {
    const cluster = clusterOf({ nodes: [node('a', { allocatable })], pods: [[pod('other', { requests: used }), 'a']] });
    const incoming = pod('web', { requests: wanted, spec: { containers: pod('web', { requests: wanted }).spec.containers, ...spec } });
    assert.deepEqual(refusals(nodeResourcesFit, incoming, cluster), { a: expected });
    const prepared = prepareFilters(podInfoOf(incoming), [nodeResourcesFit], cluster);
    const [tracked] = cluster.nodes;
    assert(prepared.type === 'filters' && tracked);
    assert.equal(refusalOf(prepared.filters, tracked)?.rejection.isHelpedByPreemption, isHelped);
  });
}

test('a node takes only so many pods', () => {
  const cluster = clusterOf({ nodes: [node('a', { allocatable: { pods: '1' } })], pods: [[pod('other'), 'a']] });
  assert.deepEqual(refusals(nodeResourcesFit, pod('web'), cluster), { a: ['Too many pods'] });
});

// The memory of containers that ask for none is taken to be 200Mi, so all ask for some here.
const scored: {
  name: string;
  nodes: [cpu: string, memory: string][];
  used: [cpu: string, memory: string][];
  wanted: [string, string];
  expected: number[];
}[] = [
  {
    name: 'of nodes in different sizes',
    nodes: [
      ['4', '10000'],
      ['6', '10000'],
    ],
    used: [],
    wanted: ['3', '5000'],
    expected: [37, 50],
  },
  {
    name: 'of nodes in different use',
    nodes: [
      ['10', '20000'],
      ['10', '20000'],
    ],
    used: [
      ['3', '0'],
      ['3', '5000'],
    ],
    wanted: ['3', '5000'],
    expected: [57, 45],
  },
  {
    name: 'of nodes beyond their size',
    nodes: [
      ['4', '10000'],
      ['4', '10000'],
    ],
    used: [
      ['3', '0'],
      ['3', '5000'],
    ],
    wanted: ['3', '0'],
    expected: [50, 25],
  },
  {
    name: 'of nodes without anything',
    nodes: [
      ['0', '0'],
      ['0', '0'],
    ],
    used: [],
    wanted: ['1', '1'],
    expected: [0, 0],
  },
];

for (const { name, nodes, used, wanted, expected } of scored) {
  test(`the score is what is left over: ${name}`, () => {
    const cluster = clusterOf({
      nodes: nodes.map(([cpu, memory], index) => node(`node-${index}`, { allocatable: { cpu, memory } })),
      pods: used.map(([cpu, memory], index) => [pod(`used-${index}`, { requests: { cpu, memory } }), `node-${index}`]),
    });
    const incoming = pod('web', { requests: { cpu: wanted[0], memory: wanted[1] } });
    assert.deepEqual(Object.values(scores(nodeResourcesFit, incoming, cluster) ?? {}), expected);
  });
}

test('a pod that asks for nothing still weighs something in scores', () => {
  const cluster = clusterOf({ nodes: [node('a'), node('b')], pods: [[pod('other'), 'a']] });
  const { a = 0, b = 0 } = scores(nodeResourcesFit, pod('web'), cluster) ?? {};
  assert(a < b, `${a} < ${b}`);
});
