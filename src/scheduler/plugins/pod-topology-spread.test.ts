import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TopologySpreadConstraint } from '../../kinds/core/pod/affinity.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import type { Service } from '../../kinds/core/service/index.ts';
import { meta, node, pod } from '../testing/builders.ts';
import { clusterOf, refusals, scores } from '../testing/cluster.ts';
import { podTopologySpread } from './pod-topology-spread.ts';

const zone = 'topology.kubernetes.io/zone';
const host = 'kubernetes.io/hostname';
const labels = { app: 'web' };
const skewed = "node(s) didn't match pod topology spread constraints";
const outside = `${skewed} (missing required label)`;

/** Two nodes in each of two zones. */
const nodes = [
  node('a', { labels: { [zone]: 'z1' } }),
  node('b', { labels: { [zone]: 'z1' } }),
  node('x', { labels: { [zone]: 'z2' } }),
  node('y', { labels: { [zone]: 'z2' } }),
];

const spread = (topologyKey: string, more: Partial<TopologySpreadConstraint> = {}): TopologySpreadConstraint => ({
  maxSkew: 1,
  topologyKey,
  whenUnsatisfiable: 'DoNotSchedule',
  labelSelector: { matchLabels: labels },
  ...more,
});
const web = (name: string, ...topologySpreadConstraints: TopologySpreadConstraint[]) =>
  pod(name, { labels, spec: { topologySpreadConstraints } });

/** So many pods with the labels on each node. */
function placed(counts: Record<string, number>, more: Partial<Pod['metadata']> = {}): [Pod, string][] {
  return Object.entries(counts).flatMap(([on, count]) =>
    Array.from({ length: count }, (_, index): [Pod, string] => [pod(`${on}-${index}`, { labels, metadata: more }), on]),
  );
}

const cases: {
  name: string;
  on: Record<string, number>;
  constraints: TopologySpreadConstraint[];
  metadata?: Partial<Pod['metadata']>;
  spec?: Partial<Pod['spec']>;
  fits: string;
}[] = [
  { name: 'nothing there', on: {}, constraints: [spread(zone)], fits: 'abxy' },
  { name: 'one zone has more', on: { a: 1 }, constraints: [spread(zone)], fits: 'xy' },
  { name: 'both zones have as many', on: { a: 1, b: 1, y: 2 }, constraints: [spread(zone)], fits: 'abxy' },
  { name: 'one node has none', on: { a: 2, b: 1, x: 0, y: 3 }, constraints: [spread(host)], fits: 'x' },
  { name: 'more skew is allowed', on: { a: 2, b: 1, y: 3 }, constraints: [spread(host, { maxSkew: 2 })], fits: 'bx' },
  { name: 'two constraints', on: { a: 2, b: 1, x: 2, y: 1 }, constraints: [spread(zone), spread(host)], fits: 'by' },
  {
    name: 'pods that leave do not count',
    on: { a: 1 },
    metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' },
    constraints: [spread(zone)],
    fits: 'abxy',
  },
  {
    name: 'other pods do not count',
    on: { a: 1 },
    constraints: [spread(zone, { labelSelector: { matchLabels: { app: 'other' } } })],
    fits: 'abxy',
  },
  { name: 'fewer domains than asked for', on: { a: 1, x: 1 }, constraints: [spread(zone, { minDomains: 3 })], fits: '' },
  {
    name: 'nodes that affinity excludes do not count',
    on: { a: 1 },
    constraints: [spread(zone)],
    spec: { nodeSelector: { [zone]: 'z1' } },
    fits: 'abxy',
  },
  {
    name: 'nodes that affinity excludes count where it is ignored',
    on: { a: 1 },
    constraints: [spread(zone, { nodeAffinityPolicy: 'Ignore' })],
    spec: { nodeSelector: { [zone]: 'z1' } },
    fits: 'xy',
  },
  {
    name: 'labels of the pod are taken over',
    on: { a: 1 },
    constraints: [spread(zone, { labelSelector: {}, matchLabelKeys: ['app'] })],
    fits: 'xy',
  },
];

for (const { name, on, constraints, metadata, spec, fits } of cases) {
  test(`pods are spread over domains: ${name}`, () => {
    const cluster = clusterOf({ nodes, pods: placed(on, metadata) });
    const incoming = web('web', ...constraints);
    const found = refusals(podTopologySpread, { ...incoming, spec: { ...incoming.spec, ...spec } }, cluster);
    assert.equal(
      Object.keys(found)
        .filter((each) => !found[each])
        .toSorted()
        .join(''),
      fits,
    );
  });
}

test('a node without the label is refused for that', () => {
  const cluster = clusterOf({ nodes: [...nodes, node('z')], pods: placed({ a: 1 }) });
  assert.deepEqual(refusals(podTopologySpread, web('web', spread(zone)), cluster), {
    a: [skewed],
    b: [skewed],
    x: undefined,
    y: undefined,
    z: [outside],
  });
});

test('counts follow pods and nodes', () => {
  const cluster = clusterOf({ nodes, pods: placed({ a: 1 }) });
  const incoming = web('web', spread(zone));
  const fitting = () =>
    Object.entries(refusals(podTopologySpread, incoming, cluster))
      .flatMap(([name, reasons]) => (reasons ? [] : [name]))
      .toSorted()
      .join('');
  assert.equal(fitting(), 'xy');
  cluster.setNode(node('a', { labels: { [zone]: 'z2' } }));
  assert.equal(fitting(), 'b', 'the pod moved to the other zone with its node');
  cluster.removePod('uid-a-0');
  assert.equal(fitting(), 'abxy');
  cluster.removeNode('x');
  assert.equal(fitting(), 'aby');
});

const softly = (on: Record<string, number>, maxSkew: number) => {
  const names = Object.keys(on);
  const cluster = clusterOf({ nodes: names.map((name) => node(name)), pods: placed(on) });
  return scores(podTopologySpread, web('web', spread(host, { maxSkew, whenUnsatisfiable: 'ScheduleAnyway' })), cluster);
};

test('where there are fewer, the score is higher; less so, the more skew is tolerated', () => {
  assert.deepEqual(softly({ a: 0, b: 0 }, 1), { a: 100, b: 100 });
  assert.deepEqual(softly({ a: 2, b: 1, c: 0, d: 3 }, 1), { a: 20, b: 60, c: 100, d: 0 });
  assert.deepEqual(softly({ a: 2, b: 1, c: 0, d: 3 }, 2), { a: 33, b: 66, c: 100, d: 16 });
  assert.deepEqual(softly({ a: 4, b: 3, c: 2, d: 1 }, 3), { a: 44, b: 66, c: 77, d: 100 });
});

test('pods of a service are spread by default', () => {
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: meta('web', { namespace: 'shop' }),
    spec: { selector: labels },
    status: {},
  } as Service;
  const cluster = clusterOf({
    nodes: ['a', 'b', 'c', 'd'].map((name) => node(name)),
    pods: placed({ a: 4, b: 3, c: 2, d: 1 }),
    objects: [service],
  });
  assert.deepEqual(scores(podTopologySpread, pod('web', { labels }), cluster), { a: 44, b: 66, c: 77, d: 100 });
  assert.equal(scores(podTopologySpread, pod('alone'), cluster), undefined);
});
