import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Affinity, PodAffinityTerm } from '../../kinds/core/pod/affinity.ts';
import type { Namespace } from '../../kinds/core/namespace.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { prepareFilters } from '../cycle/filters.ts';
import { WhatIf } from '../cycle/what-if.ts';
import { podInfoOf } from '../snapshot/pod-info.ts';
import { meta, node, pod } from '../testing/builders.ts';
import { clusterOf, refusals, scores } from '../testing/cluster.ts';
import { interPodAffinity } from './inter-pod-affinity.ts';

const nodes = [
  node('a', { labels: { zone: 'z1' } }),
  node('b', { labels: { zone: 'z1' } }),
  node('c', { labels: { zone: 'z2' } }),
  node('d'),
];
const notNear = ["node(s) didn't match pod affinity rules"];
const tooNear = ["node(s) didn't match pod anti-affinity rules"];
const unwelcome = ["node(s) didn't satisfy existing pods anti-affinity rules"];

const term = (app: string, more: Partial<PodAffinityTerm> = {}): PodAffinityTerm => ({
  topologyKey: 'zone',
  labelSelector: { matchLabels: { app } },
  ...more,
});
const near = (...terms: PodAffinityTerm[]): Affinity => ({ podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } });
const away = (...terms: PodAffinityTerm[]): Affinity => ({ podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } });
const app = (name: string, affinity: Affinity = {}, namespace = 'shop') =>
  pod(name, { namespace, labels: { app: name }, spec: { affinity } });
const namespace = (name: string, team: string): Namespace => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: meta(name, { labels: { team } }),
  spec: {},
  status: {},
});

const cases: { name: string; incoming: Pod; there?: [Pod, string][]; objects?: Namespace[]; expected: Record<string, string[]> }[] = [
  { name: 'nothing wanted', incoming: app('web'), there: [[app('store'), 'a']], expected: {} },
  { name: 'near a pod', incoming: app('web', near(term('store'))), there: [[app('store'), 'a']], expected: { c: notNear, d: notNear } },
  {
    name: 'near a pod that is not there',
    incoming: app('web', near(term('store'))),
    expected: { a: notNear, b: notNear, c: notNear, d: notNear },
  },
  { name: 'near itself, as the first of its kind', incoming: app('web', near(term('web'))), expected: { d: notNear } },
  {
    name: 'near itself, with others there',
    incoming: app('web', near(term('web'))),
    there: [[app('web'), 'c']],
    expected: { a: notNear, b: notNear, d: notNear },
  },
  {
    name: 'near pods of another namespace',
    incoming: app('web', near(term('store'))),
    there: [[app('store', {}, 'other'), 'a']],
    expected: { a: notNear, b: notNear, c: notNear, d: notNear },
  },
  {
    name: 'near pods of a namespace that is named',
    incoming: app('web', near(term('store', { namespaces: ['other'] }))),
    there: [[app('store', {}, 'other'), 'a']],
    expected: { c: notNear, d: notNear },
  },
  {
    name: 'near pods of namespaces that are selected',
    incoming: app('web', near(term('store', { namespaceSelector: { matchLabels: { team: 'x' } } }))),
    there: [
      [app('store', {}, 'of-x'), 'a'],
      [app('store', {}, 'of-y'), 'c'],
    ],
    objects: [namespace('of-x', 'x'), namespace('of-y', 'y')],
    expected: { c: notNear, d: notNear },
  },
  {
    name: 'near pods of all namespaces',
    incoming: app('web', near(term('store', { namespaceSelector: {} }))),
    there: [[app('store', {}, 'other'), 'c']],
    expected: { a: notNear, b: notNear, d: notNear },
  },
  {
    name: 'away from a pod',
    incoming: app('web', away(term('store'))),
    there: [[app('store'), 'a']],
    expected: { a: tooNear, b: tooNear },
  },
  {
    name: 'away from a pod on the same node',
    incoming: app('web', away(term('store', { topologyKey: 'kubernetes.io/hostname' }))),
    there: [[app('store'), 'a']],
    expected: { a: tooNear },
  },
  {
    name: 'others want to be away from it',
    incoming: app('web'),
    there: [[app('store', away(term('web'))), 'c']],
    expected: { c: unwelcome },
  },
  {
    name: 'others of namespaces of its team want to be away from it',
    incoming: app('web', {}, 'of-x'),
    there: [[app('store', away(term('web', { namespaceSelector: { matchLabels: { team: 'x' } } }))), 'c']],
    objects: [namespace('of-x', 'x')],
    expected: { c: unwelcome },
  },
  {
    name: 'all terms must be matched by one pod',
    incoming: app('web', near(term('store'), term('store', { topologyKey: 'kubernetes.io/hostname' }))),
    there: [[app('store'), 'a']],
    expected: { b: notNear, c: notNear, d: notNear },
  },
];

for (const { name, incoming, there = [], objects = [], expected } of cases) {
  test(`pods are put near and away from each other: ${name}`, () => {
    const pods = there.map(([each, on], index): [Pod, string] => [{ ...each, metadata: { ...each.metadata, uid: `there-${index}` } }, on]);
    const cluster = clusterOf({ nodes, pods, objects });
    assert.deepEqual(refusals(interPodAffinity, incoming, cluster), {
      a: undefined,
      b: undefined,
      c: undefined,
      d: undefined,
      ...expected,
    });
  });
}

test('what others want moves with the labels of their node and goes when they go', () => {
  const cluster = clusterOf({ nodes, pods: [[app('store', away(term('web'))), 'a']] });
  const refused = () =>
    Object.entries(refusals(interPodAffinity, app('web'), cluster))
      .flatMap(([name, reasons]) => (reasons ? [name] : []))
      .toSorted()
      .join('');
  assert.equal(refused(), 'ab');
  cluster.setNode(node('a', { labels: { zone: 'z2' } }));
  assert.equal(refused(), 'ac');
  cluster.removePod('uid-store');
  assert.equal(refused(), '');
});

test('in a what-if, pods come and go for those who ask about it only', () => {
  const guard = app('guard', away(term('web')));
  const cluster = clusterOf({
    nodes,
    pods: [
      [guard, 'a'],
      [app('store'), 'a'],
    ],
  });
  const prepared = prepareFilters(podInfoOf(app('web', away(term('store')))), [interPodAffinity], cluster);
  const [a] = cluster.nodes;
  assert(prepared.type === 'filters' && a);
  const world = new WhatIf(a, prepared.filters);
  assert.deepEqual(world.refusal()?.rejection.reasons, tooNear);
  world.remove(podInfoOf(app('store')));
  assert.deepEqual(world.refusal()?.rejection.reasons, unwelcome);
  world.remove(podInfoOf(guard));
  assert.equal(world.refusal(), undefined);
  world.add(podInfoOf(guard));
  assert.deepEqual(world.refusal()?.rejection.reasons, unwelcome);
  assert.deepEqual(new WhatIf(a, prepared.filters).refusal()?.rejection.reasons, tooNear);
});

const prefer = (weight: number, ofTerm: PodAffinityTerm): Affinity => ({
  podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight, podAffinityTerm: ofTerm }] },
});
const preferAway = (weight: number, ofTerm: PodAffinityTerm): Affinity => ({
  podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight, podAffinityTerm: ofTerm }] },
});

const scored: { name: string; incoming: Pod; there: [Pod, string][]; expected: Record<string, number> | undefined }[] = [
  { name: 'no wishes', incoming: app('web'), there: [[app('store'), 'a']], expected: undefined },
  {
    name: 'its own wish',
    incoming: app('web', prefer(5, term('store'))),
    there: [[app('store'), 'c']],
    expected: { a: 0, b: 0, c: 100, d: 0 },
  },
  {
    name: 'its own wish to be away',
    incoming: app('web', preferAway(5, term('store'))),
    there: [[app('store'), 'c']],
    expected: { a: 100, b: 100, c: 0, d: 100 },
  },
  {
    name: 'a wish of another',
    incoming: app('web'),
    there: [[app('store', prefer(5, term('web'))), 'a']],
    expected: { a: 100, b: 100, c: 0, d: 0 },
  },
  {
    name: 'a wish of another to be away',
    incoming: app('web'),
    there: [[app('store', preferAway(5, term('web'))), 'a']],
    expected: { a: 0, b: 0, c: 100, d: 100 },
  },
  {
    name: 'what another requires',
    incoming: app('web'),
    there: [[app('store', near(term('web'))), 'a']],
    expected: { a: 100, b: 100, c: 0, d: 0 },
  },
  {
    name: 'wishes for and against',
    incoming: app('web', prefer(8, term('store'))),
    there: [
      [app('store'), 'a'],
      [app('other', preferAway(4, term('web', { topologyKey: 'kubernetes.io/hostname' }))), 'a'],
    ],
    expected: { a: 50, b: 100, c: 0, d: 0 },
  },
];

for (const { name, incoming, there, expected } of scored) {
  test(`wishes about others make scores: ${name}`, () => {
    assert.deepEqual(scores(interPodAffinity, incoming, clusterOf({ nodes, pods: there })), expected);
  });
}
