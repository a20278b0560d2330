import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Endpoint } from '../../kinds/discovery/endpoint-slice/schema.ts';
import type { EndpointSlice } from '../../kinds/discovery/endpoint-slice/index.ts';
import type { Node } from '../../kinds/core/node/index.ts';
import type { New } from '../../model/kind.ts';
import { meta, node } from '../testing/builders.ts';
import { allocate, spreadOverZones } from './topology-hints.ts';
import { zoneShares } from './zone-shares.ts';

const inZone = (name: string, zone: string | undefined, cpu: string | undefined, { ready = true, labels = {} } = {}): Node =>
  node(name, {
    metadata: { labels: { ...labels, ...(zone && { 'topology.kubernetes.io/zone': zone }) } },
    status: { conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }], ...(cpu && { allocatable: { cpu } }) },
  });

for (const [name, nodes, expected] of [
  ['zones share by their processors', [inZone('1', 'a', '3'), inZone('2', 'b', '500m'), inZone('3', 'b', '500m')], { a: 0.75, b: 0.25 }],
  [
    'nodes that take no traffic do not count',
    [
      inZone('1', 'a', '1'),
      inZone('2', 'b', '1'),
      inZone('3', 'c', '1', { ready: false }),
      inZone('4', undefined, '1', { labels: { 'node-role.kubernetes.io/control-plane': '' } }),
    ],
    { a: 0.5, b: 0.5 },
  ],
  ['one zone is not enough', [inZone('1', 'a', '1'), inZone('2', 'a', '1')], undefined],
  ['nor nodes without a zone', [inZone('1', 'a', '1'), inZone('2', 'b', '1'), inZone('3', undefined, '1')], undefined],
  ['nor nodes of unknown size', [inZone('1', 'a', '1'), inZone('2', 'b', undefined)], undefined],
] as const) {
  test(name, () => {
    const shares = zoneShares(nodes);
    assert.deepEqual(shares && Object.fromEntries(shares), expected);
  });
}

const shares = (byZone: Record<string, number>) => new Map(Object.entries(byZone));
const halves = shares({ a: 0.5, b: 0.5 });

for (const [name, count, given, expected] of [
  ['without shares', 9, undefined, 'Insufficient Node information: allocatable CPU or zone not specified on one or more nodes'],
  ['fewer endpoints than zones', 1, halves, 'Insufficient number of endpoints (1 endpoints, 2 zones)'],
  [
    'shares that few endpoints cannot show',
    3,
    shares({ a: 0.9, b: 0.1 }),
    'Unable to allocate minimum required endpoints to each zone without exceeding overload threshold (3 endpoints, 2 zones)',
  ],
  ['even shares', 6, halves, { a: { minimum: 3, desired: 3, maximum: 3 }, b: { minimum: 3, desired: 3, maximum: 3 } }],
  ['room between', 10, halves, { a: { minimum: 5, desired: 5, maximum: 5 }, b: { minimum: 5, desired: 5, maximum: 5 } }],
  ['more room', 20, halves, { a: { minimum: 9, desired: 10, maximum: 11 }, b: { minimum: 9, desired: 10, maximum: 11 } }],
] as const) {
  test(`allocations: ${name}`, () => {
    const result = allocate(count, given);
    assert.deepEqual(typeof result === 'string' ? result : Object.fromEntries(result), expected);
  });
}

let names = 0;
const slice = (zones: Record<string, number>, hints?: Record<string, number>): EndpointSlice => {
  const at = Object.entries(zones).flatMap(([zone, count]) => Array.from({ length: count }, () => zone));
  const hinted = hints && Object.entries(hints).flatMap(([zone, count]) => Array.from({ length: count }, () => zone));
  const name = `s-${++names}`;
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: meta(name),
    addressType: 'IPv4',
    ports: [],
    endpoints: at.map((zone, position): Endpoint => {
      const hint = hinted?.[position];
      return {
        addresses: [`10.0.0.${position}`],
        conditions: { ready: true },
        ...(zone && { zone }),
        ...(hint && { hints: { forZones: [{ name: hint }] } }),
      };
    }),
  };
};

const hintsOf = (slices: readonly New<EndpointSlice>[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { name } of slices.flatMap(({ endpoints }) => endpoints ?? []).flatMap(({ hints }) => hints?.forZones ?? []))
    counts[name] = (counts[name] ?? 0) + 1;
  return counts;
};

function spread(...args: Parameters<typeof spreadOverZones>) {
  const result = spreadOverZones(...args);
  assert.ok(typeof result !== 'string');
  return result;
}

const none = { create: [], update: [], unchanged: [], remove: [] };

test('endpoints serve their own zones where zones have as many as they should', () => {
  const { create } = spread({ ...none, create: [slice({ a: 5, b: 5 })] }, halves);
  assert.deepEqual(hintsOf(create), { a: 5, b: 5 });
});

test('a zone with too many gives some to one with too few', () => {
  const { update } = spread({ ...none, update: [slice({ a: 8, b: 2 })] }, halves);
  assert.deepEqual(hintsOf(update), { a: 5, b: 5 });
});

test('endpoints in zones without nodes are not kept from them', () => {
  const { create } = spread({ ...none, create: [slice({ a: 2, b: 2, c: 2 })] }, halves);
  assert.deepEqual(hintsOf(create), { a: 2, b: 2, c: 2 });
});

test('a slice whose hints are good enough is left alone', () => {
  const kept = slice({ a: 11, b: 9 }, { a: 11, b: 9 });
  const { update, unchanged } = spread({ ...none, unchanged: [kept] }, halves);
  assert.deepEqual([update, unchanged], [[], [kept]]);
});

for (const [name, given] of [
  ['without hints', slice({ a: 10, b: 10 })],
  ['with hints for zones that are gone', slice({ a: 10, b: 10 }, { a: 10, z: 10 })],
  ['with too many for one zone', slice({ a: 10, b: 10 }, { a: 16, b: 4 })],
] as const) {
  test(`a slice ${name} is done anew`, () => {
    const { update, unchanged } = spread({ ...none, unchanged: [given] }, halves);
    assert.deepEqual([hintsOf(update), unchanged], [{ a: 10, b: 10 }, []]);
  });
}

test('an endpoint without a zone takes the hints from all', () => {
  const result = spreadOverZones({ ...none, create: [slice({ a: 10, b: 9, '': 1 })] }, halves);
  assert.equal(result, 'One or more endpoints do not have a zone specified');
});
