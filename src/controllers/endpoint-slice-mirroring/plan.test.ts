import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EndpointSubset, Endpoints } from '../../kinds/core/endpoints.ts';
import type { EndpointSlice } from '../../kinds/discovery/endpoint-slice/index.ts';
import type { New } from '../../model/kind.ts';
import { meta } from '../testing/builders.ts';
import { plan, type Plan } from './plan.ts';

const endpoints = (subsets: EndpointSubset[], metadata: Parameters<typeof meta>[1] = {}): Endpoints => ({
  apiVersion: 'v1',
  kind: 'Endpoints',
  metadata: meta('db', metadata),
  subsets,
});

const port = { name: 'sql', port: 5432, protocol: 'TCP' as const };
const addresses = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => ({ ip: `10.0.${(from + index) >> 8}.${(from + index) & 255}` }));

let names = 0;
const stored = (slice: New<EndpointSlice>): EndpointSlice => {
  const name = `db-${++names}`;
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    ...slice,
    metadata: { ...meta(name), ...slice.metadata, name, uid: name },
  };
};

/** The slices as they are once the plan is carried out. */
const after = (slices: readonly EndpointSlice[], { create, update, remove }: Plan): readonly EndpointSlice[] => [
  ...slices
    .filter((slice) => !remove.includes(slice))
    .map((slice) => update.find(({ metadata }) => metadata.uid === slice.metadata.uid) ?? slice),
  ...create.map(stored),
];

const counts = ({ create, update, remove }: Plan) => [create.length, update.length, remove.length];

test('a slice says what the endpoints say', () => {
  const targetRef = { kind: 'Pod', name: 'db-0', namespace: 'shop' };
  const source = endpoints(
    [
      {
        addresses: [{ ip: '10.0.0.1', hostname: 'db-0', nodeName: 'node-1', targetRef }],
        notReadyAddresses: [{ ip: '10.0.0.2' }],
        ports: [port],
      },
    ],
    {
      labels: { team: 'red' },
      annotations: {
        why: 'outside',
        'endpoints.kubernetes.io/last-change-trigger-time': '2026-01-01T00:00:00Z',
        'kubectl.kubernetes.io/last-applied-configuration': '{}',
      },
    },
  );
  const { create } = plan(source, []);
  assert.deepEqual(create, [
    {
      metadata: {
        generateName: 'db-',
        namespace: 'shop',
        labels: {
          team: 'red',
          'kubernetes.io/service-name': 'db',
          'endpointslice.kubernetes.io/managed-by': 'endpointslicemirroring-controller.k8s.io',
        },
        annotations: { why: 'outside' },
        ownerReferences: [{ apiVersion: 'v1', kind: 'Endpoints', name: 'db', uid: 'uid-db', controller: true, blockOwnerDeletion: true }],
      },
      addressType: 'IPv4',
      ports: [port],
      endpoints: [
        { addresses: ['10.0.0.1'], conditions: { ready: true }, targetRef, nodeName: 'node-1', hostname: 'db-0' },
        { addresses: ['10.0.0.2'], conditions: { ready: false } },
      ],
    },
  ]);
  assert.deepEqual(counts(plan(source, create.map(stored))), [0, 0, 0]);
});

const http = { name: 'http', port: 80, protocol: 'TCP' as const };
const cases: readonly [name: string, subsets: EndpointSubset[], slices: unknown[]][] = [
  ['no subsets, no slices', [], []],
  ['a subset without addresses has none either', [{ ports: [port] }], []],
  ['a subset without ports has one without', [{ addresses: addresses(2) }], [['IPv4', [], 2]]],
  [
    'each family has its own',
    [{ addresses: [{ ip: '10.0.0.1' }, { ip: 'fd00::1' }], ports: [port] }],
    [
      ['IPv4', ['sql'], 1],
      ['IPv6', ['sql'], 1],
    ],
  ],
  [
    'each set of ports has its own',
    [
      { addresses: addresses(1), ports: [port] },
      { addresses: addresses(2, 10), ports: [http] },
    ],
    [
      ['IPv4', ['http'], 2],
      ['IPv4', ['sql'], 1],
    ],
  ],
  [
    'subsets of the same addresses share one',
    [
      { addresses: addresses(2), ports: [port] },
      { addresses: addresses(2), ports: [http] },
    ],
    [['IPv4', ['http', 'sql'], 2]],
  ],
];

for (const [name, subsets, expected] of cases) {
  test(name, () => {
    const { create } = plan(endpoints(subsets), []);
    const told = create.map((slice) => [slice.addressType, (slice.ports ?? []).map((each) => each.name), slice.endpoints?.length]);
    assert.deepEqual(
      told.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
      expected,
    );
  });
}

test('an address that is not ready in one subset is not ready', () => {
  const { create } = plan(
    endpoints([
      { addresses: [{ ip: '10.0.0.1' }], ports: [port] },
      { notReadyAddresses: [{ ip: '10.0.0.1' }], ports: [port] },
    ]),
    [],
  );
  assert.deepEqual(
    create.flatMap((slice) => slice.endpoints?.map(({ conditions }) => conditions)),
    [{ ready: false }],
  );
});

test('addresses that are none, and those beyond a thousand, are left out and counted', () => {
  const { create, invalidCount, skippedCount } = plan(
    endpoints([{ addresses: [{ ip: 'nowhere' }, { ip: '010.1.0.1' }, ...addresses(1001)], ports: [port] }]),
    [],
  );
  assert.deepEqual([create[0]?.endpoints?.length, invalidCount, skippedCount], [1000, 1, 3]);
});

const changesTo: readonly [name: string, change: Partial<Endpoints>, counts: number[]][] = [
  ['another address changes its slice', { subsets: [{ addresses: addresses(4), ports: [port] }] }, [0, 1, 0]],
  ['other ports make its slice theirs', { subsets: [{ addresses: addresses(3), ports: [http] }] }, [0, 1, 0]],
  ['the other family needs a new one', { subsets: [{ addresses: [{ ip: 'fd00::1' }], ports: [port] }] }, [1, 0, 1]],
  ['no addresses, no slice', { subsets: [] }, [0, 0, 1]],
  ['a label is copied', { metadata: meta('db', { labels: { team: 'red' } }) }, [0, 1, 0]],
  ['an annotation is copied', { metadata: meta('db', { annotations: { why: 'so' } }) }, [0, 1, 0]],
  ['endpoints that were deleted and made again own the slice', { metadata: meta('db', { uid: 'again' }) }, [0, 1, 0]],
];

for (const [name, change, expected] of changesTo) {
  test(name, () => {
    const before = endpoints([{ addresses: addresses(3), ports: [port] }]);
    const slices = after([], plan(before, []));
    const now = { ...before, ...change };
    const changes = plan(now, slices);
    assert.deepEqual(counts(changes), expected);
    assert.deepEqual(counts(plan(now, after(slices, changes))), [0, 0, 0]);
  });
}
