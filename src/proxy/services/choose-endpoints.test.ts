import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endpoint } from '../testing/objects.ts';
import { chooseEndpoints, reachable } from './choose-endpoints.ts';
import type { Endpoint } from './endpoints.ts';

const here = { nodeName: 'node-1', zone: 'a' };
const leaving = { isReady: false, isServing: true, isTerminating: true };
const down = { isReady: false, isServing: false };

interface Row {
  readonly when: string;
  readonly endpoints: readonly Endpoint[];
  readonly cluster: string;
  readonly local?: string;
  readonly served?: boolean;
}

const rows: readonly Row[] = [
  { when: 'there are none', endpoints: [], cluster: '', served: false },
  { when: 'some are ready', endpoints: [endpoint('1', { isLocal: true }), endpoint('2'), endpoint('3', down)], cluster: '1 2', local: '1' },
  { when: 'some leave while others are ready', endpoints: [endpoint('1', leaving), endpoint('2')], cluster: '2' },
  { when: 'all leave', endpoints: [endpoint('1', leaving), endpoint('2', { ...leaving, isServing: false })], cluster: '1' },
  {
    when: 'the only local one leaves',
    endpoints: [endpoint('1', { ...leaving, isLocal: true }), endpoint('2')],
    cluster: '2',
    local: '1',
  },
  { when: 'none is ready nor leaves', endpoints: [endpoint('1', down)], cluster: '', served: false },
  { when: 'zones are hinted', endpoints: [endpoint('1', { zones: ['a'] }), endpoint('2', { zones: ['b'] })], cluster: '1' },
  { when: 'one has no zone hint', endpoints: [endpoint('1', { zones: ['a'] }), endpoint('2')], cluster: '1 2' },
  { when: 'no zone hint is for here', endpoints: [endpoint('1', { zones: ['b'] }), endpoint('2', { zones: ['c'] })], cluster: '1 2' },
  {
    when: 'nodes are hinted as well as zones',
    endpoints: [endpoint('1', { zones: ['a'], nodes: ['node-1'] }), endpoint('2', { zones: ['a'], nodes: ['node-2'] })],
    cluster: '1',
  },
  {
    when: 'no node hint is for here',
    endpoints: [endpoint('1', { zones: ['a'], nodes: ['node-3'] }), endpoint('2', { zones: ['b'], nodes: ['node-2'] })],
    cluster: '1',
  },
  {
    when: 'one that is not ready has no hint',
    endpoints: [endpoint('1', { zones: ['a'] }), endpoint('2', { zones: ['b'] }), endpoint('3', down)],
    cluster: '1',
  },
];

const addresses = (endpoints: readonly Endpoint[]) => endpoints.map(({ address }) => address).join(' ');

for (const { when, endpoints, cluster, local = '', served = true } of rows) {
  test(`the right endpoints are chosen when ${when}`, () => {
    const chosen = chooseEndpoints(endpoints, { cluster: true, local: true }, here);
    assert.deepEqual(
      { cluster: addresses(chosen.cluster), local: addresses(chosen.local), served: chosen.isServedAnywhere },
      { cluster, local, served },
    );
  });
}

test('a policy that is not in use has no endpoints, and yet it is known whether others serve', () => {
  const all = [endpoint('1'), endpoint('2')];
  assert.deepEqual(chooseEndpoints(all, { cluster: false, local: true }, here), { cluster: [], local: [], isServedAnywhere: true });
});

test('what can be reached is named once', () => {
  const all = [endpoint('1', { ...leaving, isLocal: true }), endpoint('2')];
  assert.equal(addresses(reachable(chooseEndpoints(all, { cluster: true, local: true }, here))), '2 1');
});
