import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../base/fake-clock.ts';
import { runCommand } from '../base/command.ts';
import { silentLog } from '../base/log.ts';
import { randomSuffix } from '../base/random.ts';
import type { Service } from '../kinds/core/service/index.ts';
import { createKernel } from './kernel/kernel.ts';
import { removeRules } from './remove-rules.ts';
import { RuleSync } from './rule-sync.ts';
import { addressFamilies } from './rules/address-family.ts';
import { difference } from './rules/listing.ts';
import { RuleTable } from './rules/rule-table.ts';
import { planService } from './services/service-plan.ts';
import { createNetworkNamespace } from './testing/network-namespace.ts';
import { cannotBuildLab } from './testing/network-lab.ts';
import { at, service, slice } from './testing/objects.ts';

const skip = await cannotBuildLab();
const signal = AbortSignal.timeout(60_000);

/** A table in a network namespace of its own. */
async function emptyTable(number: 4 | 6) {
  const namespace = await createNetworkNamespace(`table-${randomSuffix(6)}`);
  const run: typeof runCommand = (command, args, options) => namespace.run(command, args, options);
  const family = addressFamilies[number];
  const kernel = createKernel({ family, run });
  const clock = new FakeClock();
  const table = new RuleTable();
  const podCidr = number === 4 ? '10.244.0.0/16' : 'fd02::/64';
  const serviceCidrs = number === 4 ? ['10.96.0.0/16'] : ['fd00::/108'];
  const start = () =>
    new RuleSync({ table, base: { family, podCidr, serviceCidrs, localhostNodePorts: false }, kernel, clock, log: silentLog });
  const set = (object: Service, addresses: readonly string[]) => {
    const ports = (object.spec.ports ?? []).map(({ name = '', protocol = 'TCP' }) => ({ name, protocol, port: 8080 }));
    const slices = [
      slice(
        's',
        addresses.map((address) => at(address, { nodeName: 'node-1' })),
        { service: 'any', ports, addressType: family.name },
      ),
    ];
    const context = { family, nodeName: 'node-1', zone: undefined, nodeAddresses: ['192.0.2.1', 'fd03::1'], podCidr };
    table.replace(object.metadata.name, planService(object, slices, context)?.rules);
  };
  const list = async () => {
    const listing = await kernel.list();
    assert.ok(listing);
    return listing;
  };
  return { kernel, clock, table, start, set, list, run, [Symbol.asyncDispose]: () => namespace[Symbol.asyncDispose]() };
}

/** One of everything. */
const full = (clusterIP: string, externalIP: string, range: string): Service =>
  service('full', {
    type: 'LoadBalancer',
    clusterIP,
    externalIPs: [externalIP],
    externalTrafficPolicy: 'Local',
    sessionAffinity: 'ClientIP',
    loadBalancerSourceRanges: [range],
    status: { loadBalancer: { ingress: [{ ip: externalIP.replace(/\d$/, '9') }] } },
    ports: (['TCP', 'UDP', 'SCTP'] as const).map((protocol, index) => ({
      name: `port-${index}`,
      protocol,
      port: 80,
      targetPort: 8080,
      nodePort: 30_080 + index,
    })),
  });

for (const [number, clusterIP, externalIP, range, addresses] of [
  [4, '10.96.0.1', '198.51.100.1', '192.0.2.0/24', ['10.244.1.2', '10.244.1.3']],
  [6, 'fd00::1', 'fd05::1', 'fd03::/64', ['fd02::2', 'fd02::3']],
] as const) {
  test(`the kernel has the IPv${number} table that was sent, at once and change by change`, { skip }, async () => {
    await using it = await emptyTable(number);
    const sync = it.start();
    it.set(full(clusterIP, externalIP, range), addresses);
    await sync.sync(signal);
    assert.equal(difference(it.table.everything(), await it.list()), undefined);

    it.set(full(clusterIP, externalIP, range), addresses.slice(1));
    it.set(
      service('other', { clusterIP: clusterIP.replace('1', '2') }),
      Array.from({ length: 20 }, (_, index) => addresses[0].replace('2', `2${index}`)),
    );
    await sync.sync(signal);
    assert.equal(difference(it.table.everything(), await it.list()), undefined);

    it.set(full(clusterIP, externalIP, range), []);
    await sync.sync(signal);
    assert.equal(difference(it.table.everything(), await it.list()), undefined);
    assert.ok(sync.hasAbandonedChains);
    await it.clock.advance(1000);
    await sync.deleteAbandonedChains(signal);
    assert.deepEqual([...(await it.list()).chains.keys()].sort(), [...it.table.everything().chains.keys()].sort());
  });
}

test('what somebody else changed in the table is found and put right', { skip }, async () => {
  await using it = await emptyTable(4);
  const sync = it.start();
  it.set(service('web'), ['10.244.1.2']);
  await sync.sync(signal);
  for (const damage of [
    'flush map ip kube-proxy service-ips',
    'flush chain ip kube-proxy service-shop/web/tcp/http',
    'add chain ip kube-proxy service-x/y\nadd rule ip kube-proxy service-x/y drop',
    'add element ip kube-proxy cluster-ips { 1.2.3.4 }',
    'delete table ip kube-proxy',
  ]) {
    await it.kernel.apply(`${damage}\n`);
    assert.notEqual(
      difference(it.table.everything(), (await it.kernel.list()) ?? { chains: new Map(), affinitySets: [], elements: new Map() }),
      undefined,
    );
    await sync.verify(signal);
    await sync.sync(signal);
    assert.equal(difference(it.table.everything(), await it.list()), undefined, damage);
  }
});

test('a table of another form is made anew', { skip }, async () => {
  await using it = await emptyTable(4);
  await it.kernel.apply(
    'table ip kube-proxy {\n set service-ips { type ipv4_addr; }\n chain nat-output { type filter hook output priority 7; }\n}\n',
  );
  it.set(service('web'), ['10.244.1.2']);
  await it.start().sync(signal);
  assert.equal(difference(it.table.everything(), await it.list()), undefined);
});

test('a proxy that starts anew removes what was left of services that are gone', { skip }, async () => {
  await using it = await emptyTable(4);
  it.set(service('web', { sessionAffinity: 'ClientIP' }), ['10.244.1.2']);
  await it.start().sync(signal);
  it.table.replace('web', undefined);
  const sync = it.start();
  await sync.sync(signal);
  assert.deepEqual((await it.list()).affinitySets, []);
  await it.clock.advance(1000);
  await sync.deleteAbandonedChains(signal);
  assert.deepEqual([...(await it.list()).chains], []);
});

test('removing the rules takes away the tables and the route, and nothing else', { skip }, async () => {
  await using it = await emptyTable(4);
  await it.run('ip', ['route', 'add', '203.0.113.0/24', 'dev', 'lo']);
  await it.kernel.apply('add table ip other\n');
  await it.start().sync(signal);
  const route = { serviceCidr: '10.96.0.0/16', source: undefined };
  assert.equal(await it.kernel.ensureServiceRoute(route), true);
  assert.equal(await it.kernel.ensureServiceRoute(route), false);
  await removeRules({ run: it.run });
  assert.equal((await it.run('nft', ['list', 'tables'])).trim(), 'table ip other');
  assert.match(await it.run('ip', ['route']), /^203\.0\.113\.0\/24 dev lo scope link\s*$/);
  await removeRules({ run: it.run });
});
