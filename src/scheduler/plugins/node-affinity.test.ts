import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NodeSelectorTerm } from '../../kinds/core/node-selector.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { prepareFilters } from '../cycle/filters.ts';
import { podInfoOf } from '../snapshot/pod-info.ts';
import { node, pod } from '../testing/builders.ts';
import { clusterOf, refusals, scores } from '../testing/cluster.ts';
import { nodeAffinity } from './node-affinity.ts';
import { nodeName } from './node-name.ts';

const cluster = clusterOf({
  nodes: [node('a', { labels: { disk: 'ssd', zone: 'z1' } }), node('b', { labels: { disk: 'hdd', zone: 'z1' } }), node('c')],
});
const reason = ["node(s) didn't match Pod's node affinity/selector"];
const required = (...nodeSelectorTerms: NodeSelectorTerm[]): Partial<Pod['spec']> => ({
  affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } },
});
const named = (...values: string[]) => ({ key: 'metadata.name', operator: 'In' as const, values });

const cases: { name: string; spec: Partial<Pod['spec']>; fits: string[] }[] = [
  { name: 'nothing asked for', spec: {}, fits: ['a', 'b', 'c'] },
  { name: 'a selector', spec: { nodeSelector: { disk: 'ssd' } }, fits: ['a'] },
  {
    name: 'one of two terms',
    spec: required({ matchExpressions: [{ key: 'disk', operator: 'In', values: ['hdd'] }] }, { matchFields: [named('c')] }),
    fits: ['b', 'c'],
  },
  {
    name: 'selector and affinity',
    spec: { nodeSelector: { zone: 'z1' }, ...required({ matchExpressions: [{ key: 'disk', operator: 'NotIn', values: ['ssd'] }] }) },
    fits: ['b'],
  },
  { name: 'a name', spec: required({ matchFields: [named('b')] }), fits: ['b'] },
  { name: 'a term without anything', spec: required({}), fits: [] },
];

for (const { name, spec, fits } of cases) {
  test(`pods go where their node affinity lets them: ${name}`, () => {
    const expected = Object.fromEntries(['a', 'b', 'c'].map((each) => [each, fits.includes(each) ? undefined : reason]));
    assert.deepEqual(refusals(nodeAffinity, pod('web', { spec }), cluster), expected);
  });
}

test('only nodes that are asked for by name are looked at', () => {
  const prepared = prepareFilters(
    podInfoOf(pod('web', { spec: required({ matchFields: [named('b', 'c')] }, { matchFields: [named('c')] }) })),
    [nodeAffinity],
    cluster,
  );
  assert(prepared.type === 'filters');
  assert.deepEqual([...(prepared.named?.nodes ?? [])], ['b', 'c']);
});

test('names that exclude each other are told as such', () => {
  const spec = required({ matchFields: [named('b'), named('c')] });
  assert.deepEqual(refusals(nodeAffinity, pod('web', { spec }), cluster)['a'], ['pod affinity terms conflict']);
});

test('preferences add up, and the most is the full score', () => {
  const prefer = (weight: number, key: string, value: string) => ({
    weight,
    preference: { matchExpressions: [{ key, operator: 'In' as const, values: [value] }] },
  });
  const preferredDuringSchedulingIgnoredDuringExecution = [prefer(2, 'zone', 'z1'), prefer(8, 'disk', 'ssd')];
  const web = pod('web', { spec: { affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution } } } });
  assert.deepEqual(scores(nodeAffinity, web, cluster), { a: 100, b: 20, c: 0 });
  assert.equal(scores(nodeAffinity, pod('plain'), cluster), undefined);
});

test('a pod that names its node fits no other', () => {
  const wrong = ["node(s) didn't match the requested node name"];
  assert.deepEqual(refusals(nodeName, pod('web', { spec: { nodeName: 'b' } }), cluster), { a: wrong, b: undefined, c: wrong });
});
