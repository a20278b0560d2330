import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { node, pod } from '../testing/builders.ts';
import { clusterOf } from '../testing/cluster.ts';
import type { ClusterState } from './cluster-state.ts';
import { podInfoOf } from './pod-info.ts';
import type { PodQuery } from './pod-counts.ts';

const names = ['a', 'b', 'c'];
const zones = ['z1', 'z2'];
const apps = ['web', 'store'];

const query: PodQuery = { key: 'web', namespaces: new Set(['shop']), matches: ({ metadata }) => metadata.labels?.['app'] === 'web' };
const byZone = { key: 'zone', topologyKey: 'zone' };

const makePod = (name: string, app: string, namespace: string): Pod =>
  pod(name, {
    namespace,
    labels: { app },
    requests: { cpu: '100m', 'example.com/gpu': '1' },
    spec: {
      affinity: {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'zone', labelSelector: { matchLabels: { app } } }],
        },
      },
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: `claim-${app}` } }],
    },
  });

const sorted = (values: readonly unknown[]): readonly string[] => values.map((value) => JSON.stringify(value)).toSorted();

/** Everything that is counted, as it is found now. */
function countsOf(cluster: ClusterState) {
  const count = cluster.countPods(query);
  const web = makePod('asking', 'web', 'shop');
  return {
    nodes: cluster.nodes.map(({ name }) => name).toSorted(),
    onNodes: names.map((name) => count.onNode(name)),
    inZones: sorted([...count.byDomain(byZone)]),
    requested: sorted(
      cluster.nodes.map(({ name, requested, pods }) => [
        name,
        requested.cpuMillis,
        requested.scalars.get('example.com/gpu') ?? 0,
        pods.size,
      ]),
    ),
    against: sorted([...cluster.terms.matching('requiredAnti', web, {})].flatMap(({ byDomain }) => [...byDomain])),
    claims: apps.map((app) => cluster.podsUsingClaim({ namespace: 'shop', name: `claim-${app}` })),
  };
}

const step = fc.oneof(
  fc.record({
    type: fc.constant('place' as const),
    pod: fc.nat(7),
    app: fc.constantFrom(...apps),
    namespace: fc.constantFrom('shop', 'other'),
    node: fc.constantFrom(...names),
    isAssumed: fc.boolean(),
  }),
  fc.record({ type: fc.constant('remove' as const), pod: fc.nat(7) }),
  fc.record({ type: fc.constant('forget' as const), pod: fc.nat(7) }),
  fc.record({
    type: fc.constant('node' as const),
    node: fc.constantFrom(...names),
    zone: fc.option(fc.constantFrom(...zones), { nil: undefined }),
  }),
  fc.record({ type: fc.constant('node gone' as const), node: fc.constantFrom(...names) }),
);

test('counts that follow changes are the same as counts made at the end', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const cluster = clusterOf({});
      const placed = new Map<number, { pod: Pod; node: string; isAssumed: boolean }>();
      const nodes = new Map<string, string | undefined>();
      for (const each of steps) {
        countsOf(cluster);
        switch (each.type) {
          case 'place': {
            const object = makePod(`pod-${each.pod}`, each.app, each.namespace);
            if (each.isAssumed) cluster.assume(podInfoOf(object), each.node);
            else cluster.setPod(podInfoOf(object), each.node);
            placed.set(each.pod, { pod: object, node: each.node, isAssumed: each.isAssumed });
            break;
          }
          case 'remove':
            cluster.removePod(`uid-pod-${each.pod}`);
            placed.delete(each.pod);
            break;
          case 'forget':
            cluster.forget(`uid-pod-${each.pod}`);
            if (placed.get(each.pod)?.isAssumed) placed.delete(each.pod);
            break;
          case 'node':
            cluster.setNode(node(each.node, each.zone === undefined ? {} : { labels: { zone: each.zone } }));
            nodes.set(each.node, each.zone);
            break;
          case 'node gone':
            cluster.removeNode(each.node);
            nodes.delete(each.node);
            break;
          default:
            each satisfies never;
        }
      }
      const fresh = clusterOf({
        nodes: [...nodes].map(([name, zone]) => node(name, zone === undefined ? {} : { labels: { zone } })),
        pods: [...placed.values()].map((each) => [each.pod, each.node] as const),
      });
      assert.deepEqual(countsOf(cluster), countsOf(fresh));
    }),
    { numRuns: 300 },
  );
});

test('nodes are looked at zone by zone in turn', () => {
  const zone = (name: string) => ({ labels: { 'topology.kubernetes.io/zone': name } });
  const cluster = clusterOf({
    nodes: [node('a', zone('1')), node('b', zone('1')), node('c', zone('2')), node('d', zone('3')), node('e', zone('3'))],
  });
  assert.deepEqual(
    cluster.nodes.map(({ name }) => name),
    ['a', 'c', 'd', 'b', 'e'],
  );
});

test('an assumption is taken back only as long as it is one', () => {
  const cluster = clusterOf({ nodes: [node('a')] });
  const info = podInfoOf(pod('web', { requests: { cpu: '1' } }));
  cluster.assume(info, 'a');
  assert.equal(cluster.isAssumed(info.uid), true);
  assert.equal(cluster.node('a')?.requested.cpuMillis, 1000);
  cluster.setPod(info, 'a');
  cluster.forget(info.uid);
  assert.equal(cluster.node('a')?.requested.cpuMillis, 1000);
  cluster.removePod(info.uid);
  assert.equal(cluster.node('a')?.requested.cpuMillis, 0);
});
