import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EndpointSlice } from '../../kinds/discovery/endpoint-slice/index.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import type { Service } from '../../kinds/core/service/index.ts';
import type { New } from '../../model/kind.ts';
import { meta, node, pod } from '../testing/builders.ts';
import { plan, type Plan } from './plan.ts';

const service = (spec: Partial<Service['spec']> = {}, metadata = {}): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: meta('web', metadata),
  spec: {
    selector: { app: 'web' },
    ports: [{ name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' }],
    clusterIP: '10.96.0.9',
    ipFamilies: ['IPv4'],
    ...spec,
  },
  status: {},
});

const endpoint = (name: string, ip: string, { ready = true, ...more }: Parameters<typeof pod>[1] & { ready?: boolean } = {}): Pod =>
  pod(name, { ...(ready && { readySince: 0 }), ...more, status: { podIP: ip, podIPs: [{ ip }], ...more.status } });

const endpoints = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) =>
    endpoint(`pod-${from + index}`, `10.0.${Math.floor((from + index) / 250)}.${(from + index) % 250}`),
  );

const nodes = (name: string) =>
  name === 'node-1' ? node('node-1', { metadata: { labels: { 'topology.kubernetes.io/zone': 'a' } } }) : undefined;

const planned = (given: Service, pods: readonly Pod[], slices: readonly EndpointSlice[] = []) =>
  plan({ service: given, pods, slices, nodeOf: nodes, shares: () => undefined, wasSpread: false });

let names = 0;
const stored = (slice: New<EndpointSlice>): EndpointSlice => {
  const name = `web-${++names}`;
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    ...slice,
    metadata: { ...meta(name), ...slice.metadata, name, uid: name },
  };
};

/** The slices as they are once the plan is carried out. */
function after(slices: readonly EndpointSlice[], { create, update, remove }: Plan): readonly EndpointSlice[] {
  const kept = slices
    .filter((slice) => !remove.includes(slice))
    .map((slice) => update.find(({ metadata }) => metadata.uid === slice.metadata.uid) ?? slice);
  return [...kept, ...create.map(stored)];
}

const sizes = (slices: readonly EndpointSlice[]) => slices.map(({ endpoints }) => endpoints?.length ?? 0).toSorted((a, b) => b - a);
const isNothing = ({ create, update, remove }: Plan) => create.length + update.length + remove.length === 0;

test('an endpoint says where its pod is and how it does', () => {
  const [slice] = planned(service(), [endpoint('a', '10.0.0.1')]).create;
  assert.deepEqual(slice?.endpoints, [
    {
      addresses: ['10.0.0.1'],
      conditions: { ready: true, serving: true, terminating: false },
      targetRef: { kind: 'Pod', namespace: 'shop', name: 'a', uid: 'uid-a' },
      nodeName: 'node-1',
      zone: 'a',
    },
  ]);
  assert.deepEqual(slice?.ports, [{ name: 'http', port: 8080, protocol: 'TCP' }]);
  assert.equal(slice?.metadata.generateName, 'web-');
  assert.deepEqual(slice?.metadata.labels, {
    'kubernetes.io/service-name': 'web',
    'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
  });
});

const going = { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } };
for (const [name, given, pods, conditions] of [
  [
    'a terminating pod serves but is not ready',
    service(),
    [endpoint('a', '10.0.0.1', going)],
    { ready: false, serving: true, terminating: true },
  ],
  [
    'a pod that is not ready does not serve',
    service(),
    [endpoint('a', '10.0.0.1', { ready: false })],
    { ready: false, serving: false, terminating: false },
  ],
  [
    'where it is asked for, every address counts as ready',
    service({ publishNotReadyAddresses: true }),
    [endpoint('a', '10.0.0.1', { ready: false })],
    { ready: true, serving: false, terminating: false },
  ],
] as const) {
  test(name, () => {
    assert.deepEqual(planned(given, pods).create[0]?.endpoints?.[0]?.conditions, conditions);
  });
}

test('pods without address, finished ones and those on unknown nodes are left out', () => {
  const elsewhere = endpoint('c', '10.0.0.3', { node: 'gone' });
  const result = planned(service(), [pod('a', { readySince: 0 }), endpoint('b', '10.0.0.2', { phase: 'Succeeded' }), elsewhere]);
  assert.deepEqual(
    result.create.flatMap(({ endpoints }) => endpoints),
    [],
  );
  assert.deepEqual(result.withoutNode, [elsewhere]);
});

test('a service without endpoints has one empty slice', () => {
  const slices = after([], planned(service(), []));
  assert.deepEqual(sizes(slices), [0]);
  assert.ok(isNothing(planned(service(), [], slices)));
  // It becomes the first real one rather than being deleted.
  const { create, update, remove } = planned(service(), endpoints(1), slices);
  assert.deepEqual([create.length, update.length, remove.length], [0, 1, 0]);
});

test('slices have a hundred endpoints at most, and stay as they are when nothing has changed', () => {
  const slices = after([], planned(service(), endpoints(250)));
  assert.deepEqual(sizes(slices), [100, 100, 50]);
  assert.ok(isNothing(planned(service(), endpoints(250), slices)));
});

test('one pod more or less changes one slice', () => {
  const slices = after([], planned(service(), endpoints(250)));
  const more = planned(service(), endpoints(251), slices);
  assert.deepEqual([more.create.length, more.update.length, more.remove.length], [0, 1, 0]);
  assert.deepEqual(sizes(after(slices, more)), [100, 100, 51]);
  const fewer = planned(service(), endpoints(249, 1), slices);
  assert.deepEqual([fewer.create.length, fewer.update.length, fewer.remove.length], [0, 1, 0]);
});

test('pods that are replaced take the places of those that went', () => {
  const slices = after([], planned(service(), endpoints(200)));
  const result = planned(service(), [...endpoints(190), ...endpoints(10, 1000)], slices);
  assert.deepEqual([result.create.length, result.update.length, result.remove.length], [0, 1, 0]);
});

test('pods whose named ports differ are in different slices', () => {
  const named = service({ ports: [{ name: 'http', port: 80, targetPort: 'http', protocol: 'TCP' }] });
  const withPort = (name: string, ip: string, containerPort: number) =>
    endpoint(name, ip, { spec: { containers: [{ name: 'web', ports: [{ name: 'http', containerPort, protocol: 'TCP' as const }] }] } });
  const { create } = planned(named, [withPort('a', '10.0.0.1', 8080), withPort('b', '10.0.0.2', 9090)]);
  assert.deepEqual(
    create.map(({ ports }) => ports?.[0]?.port),
    [8080, 9090],
  );
});

test('labels follow those of the service, and a headless service is marked', () => {
  const slices = after([], planned(service(), endpoints(1)));
  const { update } = planned(service({ clusterIP: 'None' }, { labels: { team: 'red' } }), endpoints(1), slices);
  assert.deepEqual(update[0]?.metadata.labels, {
    team: 'red',
    'service.kubernetes.io/headless': '',
    'kubernetes.io/service-name': 'web',
    'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
  });
});

test('slices of an earlier service of the same name are deleted, not changed', () => {
  const slices = after([], planned(service({}, { uid: 'earlier' }), endpoints(1)));
  const { create, update, remove } = planned(service(), endpoints(1), slices);
  assert.deepEqual([create.length, update.length, remove.length], [1, 0, 1]);
});

for (const [trafficDistribution, hints] of [
  ['PreferClose', { forZones: [{ name: 'a' }] }],
  ['PreferSameZone', { forZones: [{ name: 'a' }] }],
  ['PreferSameNode', { forZones: [{ name: 'a' }], forNodes: [{ name: 'node-1' }] }],
] as const) {
  test(`${trafficDistribution} adds hints to ready endpoints, and slices lose them when it is taken back`, () => {
    const given = service({ trafficDistribution });
    const pods = [...endpoints(1), endpoint('b', '10.1.0.1', { ready: false })];
    const slices = after([], planned(given, pods));
    assert.deepEqual(
      slices[0]?.endpoints?.map((each) => each.hints),
      [hints, undefined],
    );
    assert.ok(isNothing(planned(given, pods, slices)));
    const { create, update, remove } = planned(service(), pods, slices);
    assert.deepEqual([create.length, update.length, remove.length], [0, 1, 0]);
    assert.ok(update[0]?.endpoints?.every((each) => each.hints === undefined));
    // Given to endpoints that were there without, too.
    const plain = after([], planned(service(), pods));
    assert.deepEqual(planned(given, pods, plain).update[0]?.endpoints?.[0]?.hints, hints);
  });
}

test('services of both families have slices of both', () => {
  const pods = [endpoint('a', '10.0.0.1', { status: { podIPs: [{ ip: '10.0.0.1' }, { ip: 'fd00::1' }] } })];
  const both = after([], planned(service({ ipFamilies: ['IPv4', 'IPv6'] }), pods));
  assert.deepEqual(
    both.map((slice) => [slice.addressType, slice.endpoints?.[0]?.addresses]),
    [
      ['IPv4', ['10.0.0.1']],
      ['IPv6', ['fd00::1']],
    ],
  );
  const { create, update, remove } = planned(service(), pods, both);
  assert.deepEqual([create.length, update.length, remove.map(({ addressType }) => addressType)], [0, 0, ['IPv6']]);
});

test('endpoints are spread over zones where the service asks for it, and who asks is told', () => {
  const zones = { 'node-1': 'a', 'node-2': 'b' };
  const nodeOf = (name: string) =>
    name in zones ? node(name, { metadata: { labels: { 'topology.kubernetes.io/zone': zones[name as keyof typeof zones] } } }) : undefined;
  const auto = { annotations: { 'service.kubernetes.io/topology-mode': 'Auto' } };
  const pods = [...endpoints(3), endpoint('b', '10.1.0.1', { node: 'node-2' })];
  const observe = (given: Service, slices: readonly EndpointSlice[], wasSpread: boolean) =>
    plan({ service: given, pods, slices, nodeOf, shares: () => new Map(Object.entries({ a: 0.5, b: 0.5 })), wasSpread });
  const zonesIn = (slices: readonly EndpointSlice[]) =>
    slices
      .flatMap(({ endpoints }) => endpoints?.map(({ hints }) => hints?.forZones?.[0]?.name ?? 'none') ?? [])
      .toSorted((a, b) => (a < b ? -1 : 1));

  const first = observe(service({ trafficDistribution: 'PreferClose' }, auto), [], false);
  const slices = after([], first);
  assert.deepEqual(zonesIn(slices), ['a', 'a', 'b', 'b']);
  assert.deepEqual(
    first.notices.map(({ type, message }) => [type, message]),
    [['Normal', 'Topology Aware Hints has been enabled, addressType: IPv4']],
  );
  const again = observe(service({}, auto), slices, first.isSpread);
  assert.deepEqual([isNothing(again), again.isSpread, again.notices], [true, true, []]);

  const stopped = observe(service(), slices, true);
  assert.deepEqual(zonesIn(after(slices, stopped)), ['none', 'none', 'none', 'none']);
  assert.deepEqual(
    stopped.notices.map(({ type, reason, message }) => [type, reason, message]),
    [['Warning', 'TopologyAwareHintsDisabled', 'Topology Aware Hints has been disabled, addressType: IPv4']],
  );
  const [refused] = plan({ service: service({}, auto), pods, slices, nodeOf, shares: () => undefined, wasSpread: true }).notices;
  assert.match(refused?.message ?? '', /^Insufficient Node information: .*, addressType: IPv4$/);
});
