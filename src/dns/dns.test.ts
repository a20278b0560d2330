import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, suite, test } from 'node:test';
import { decode, encode } from 'dns-packet';
import { systemClock } from '../base/clock.ts';
import { silentLog } from '../base/log.ts';
import { createInformers } from '../client/create-informers.ts';
import { startCluster, type TestCluster } from '../cluster/testing.ts';
import { Namespace } from '../kinds/core/namespace.ts';
import { Service } from '../kinds/core/service/index.ts';
import { EndpointSlice } from '../kinds/discovery/endpoint-slice/index.ts';
import { ClusterRole } from '../kinds/rbac/cluster-role.ts';
import { ClusterRoleBinding } from '../kinds/rbac/cluster-role-binding.ts';
import { createDns } from './dns.ts';
import { dnsRules } from './permissions.ts';
import { startUpstreamServer, type UpstreamServer } from './testing/upstream-server.ts';

const dnsUser = { name: 'system:serviceaccount:kube-system:kube-dns', groups: ['system:authenticated'] };

suite('the DNS server', () => {
  let cluster: TestCluster;
  let upstream: UpstreamServer;
  let server: RunningDns;
  let resolver: Resolver;
  const namespace = 'shop';

  before(async () => {
    cluster = await startCluster();
    await cluster.client.create(ClusterRole, { metadata: { name: 'dns' }, rules: [...dnsRules] });
    await cluster.client.create(ClusterRoleBinding, {
      metadata: { name: 'dns' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'dns' },
      subjects: [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: dnsUser.name }],
    });
    await cluster.client.create(Namespace, { metadata: { name: namespace }, spec: {} });
    upstream = await startUpstreamServer((name, type) => {
      if (name.endsWith('silent.example.org')) return undefined;
      if (name === 'large.example.org') return 'truncated';
      if (name === 'www.example.org') {
        return [
          { type: 'CNAME', name, ttl: 60, data: 'host.example.org' },
          ...(type === 'A' ? [{ type: 'A' as const, name: 'host.example.org', ttl: 60, data: '192.0.2.80' }] : []),
        ];
      }
      return 'no such name';
    });
    server = await startDns(cluster, [upstream.address]);
    resolver = server.resolver();
  });

  after(async () => {
    await server?.[Symbol.asyncDispose]();
    await upstream?.[Symbol.asyncDispose]();
    await cluster?.[Symbol.asyncDispose]();
  });

  test('services are found by name, port and address, as soon as they are there and no longer', async () => {
    const ports = [{ name: 'http', port: 80, targetPort: 8080 }];
    const { spec } = await cluster.client.create(Service, { metadata: { namespace, name: 'web' }, spec: { ports } });
    const address = spec.clusterIP ?? '';
    await eventually(() => resolver.resolve4('web.shop.svc.cluster.local'));
    assert.deepEqual(await resolver.resolve4('web.shop.svc.cluster.local', { ttl: true }), [{ address, ttl: 30 }]);
    const [srv] = await resolver.resolveSrv('_http._tcp.web.shop.svc.cluster.local');
    assert.deepEqual([srv?.name, srv?.port, srv?.priority, srv?.weight], ['web.shop.svc.cluster.local', 80, 0, 100]);
    assert.deepEqual(await resolver.reverse(address), ['web.shop.svc.cluster.local']);
    await assert.rejects(resolver.resolve6('web.shop.svc.cluster.local'), { code: 'ENODATA' });
    await cluster.client.delete(Service, { namespace, name: 'web' });
    await eventually(() => assert.rejects(resolver.resolve4('web.shop.svc.cluster.local'), { code: 'ENOTFOUND' }));
    await assert.rejects(resolver.reverse(address), { code: 'ENOTFOUND' });
  });

  test('headless services follow their endpoints', async () => {
    await cluster.client.create(Service, {
      metadata: { namespace, name: 'db' },
      spec: { clusterIP: 'None', ports: [{ name: 'sql', port: 5432 }] },
    });
    await assert.rejects(resolver.resolve4('db.shop.svc.cluster.local'), { code: 'ENOTFOUND' });
    const slice = await cluster.client.create(EndpointSlice, {
      metadata: { namespace, name: 'db-1', labels: { 'kubernetes.io/service-name': 'db' } },
      addressType: 'IPv4',
      endpoints: [0, 1].map((index) => ({ addresses: [`10.244.0.${index}`], conditions: { ready: true }, hostname: `db-${index}` })),
      ports: [{ name: 'sql', port: 5432, protocol: 'TCP' }],
    });
    await eventually(async () =>
      assert.deepEqual((await resolver.resolve4('db.shop.svc.cluster.local')).sort(), ['10.244.0.0', '10.244.0.1']),
    );
    assert.deepEqual(await resolver.resolve4('db-1.db.shop.svc.cluster.local'), ['10.244.0.1']);
    await cluster.client.update(EndpointSlice, { ...slice, endpoints: slice.endpoints?.slice(0, 1) ?? null });
    await eventually(async () => assert.deepEqual(await resolver.resolve4('db.shop.svc.cluster.local'), ['10.244.0.0']));
    await assert.rejects(resolver.resolve4('db-1.db.shop.svc.cluster.local'), { code: 'ENOTFOUND' });
    const srv = await server.ask({ type: 'SRV', name: '_sql._tcp.db.shop.svc.cluster.local' });
    assert.deepEqual(
      srv.additionals?.map((record) => 'data' in record && record.data),
      ['10.244.0.0'],
    );
  });

  test('an answer that there is nothing says for how long', async () => {
    const answer = await server.ask({ type: 'A', name: 'none.shop.svc.cluster.local' });
    const [authority] = answer.authorities ?? [];
    assert.ok(authority?.type === 'SOA');
    assert.deepEqual([authority.name, authority.ttl, authority.data.minimum], ['cluster.local', 5, 5]);
    assert.equal(answer.flag_aa, true);
  });

  test('external names lead to their addresses in one answer', async () => {
    await cluster.client.create(Service, {
      metadata: { namespace, name: 'out' },
      spec: { type: 'ExternalName', externalName: 'www.example.org' },
    });
    await eventually(() => resolver.resolve4('out.shop.svc.cluster.local'));
    assert.deepEqual(await resolver.resolve4('out.shop.svc.cluster.local'), ['192.0.2.80']);
    assert.deepEqual(await resolver.resolveCname('out.shop.svc.cluster.local'), ['www.example.org']);
  });

  test('external names that lead in a circle have an end', async () => {
    for (const [name, other] of [
      ['tick', 'tock'],
      ['tock', 'tick'],
    ] as const) {
      const spec = { type: 'ExternalName' as const, externalName: `${other}.shop.svc.cluster.local` };
      await cluster.client.create(Service, { metadata: { namespace, name }, spec });
    }
    await eventually(async () =>
      assert.ok(((await server.ask({ type: 'A', name: 'tick.shop.svc.cluster.local' })).answers?.length ?? 0) > 1),
    );
    assert.ok(((await server.ask({ type: 'A', name: 'tock.shop.svc.cluster.local' })).answers?.length ?? 100) < 12);
  });

  test('pods are found by their addresses', async () => {
    assert.deepEqual(await resolver.resolve4('10-244-3-7.shop.pod.cluster.local'), ['10.244.3.7']);
  });

  test('other names are asked for elsewhere, once', async () => {
    for (let round = 0; round < 3; round++) assert.deepEqual(await resolver.resolve4('www.example.org'), ['192.0.2.80']);
    await assert.rejects(resolver.resolve4('none.example.org'), { code: 'ENOTFOUND' });
    assert.equal(upstream.questions.filter((question) => question === 'udp A www.example.org').length, 1);
  });

  test('what does not fit in a datagram is asked for by TCP', async () => {
    await assert.rejects(resolver.resolve4('large.example.org'), { code: 'ENODATA' });
    assert.ok(upstream.questions.includes('tcp A large.example.org'));
    const endpoints = Array.from({ length: 200 }, (_, index) => ({ addresses: [`10.244.9.${index}`], conditions: { ready: true } }));
    await cluster.client.create(Service, { metadata: { namespace, name: 'many' }, spec: { clusterIP: 'None', ports: [{ port: 80 }] } });
    await cluster.client.create(EndpointSlice, {
      metadata: { namespace, name: 'many-1', labels: { 'kubernetes.io/service-name': 'many' } },
      addressType: 'IPv4',
      endpoints,
      ports: [{ name: '', port: 80, protocol: 'TCP' }],
    });
    await eventually(async () => assert.equal((await resolver.resolve4('many.shop.svc.cluster.local')).length, 200));
  });

  test('a name that nobody answers for fails within two seconds, while others are answered', async () => {
    const startedMs = systemClock.now();
    const failing = server.ask({ type: 'A', name: 'silent.example.org' });
    assert.deepEqual(await resolver.resolve4('10-244-3-7.shop.pod.cluster.local'), ['10.244.3.7']);
    assert.equal(rcodeOf(await failing), 'SERVFAIL');
    assert.ok(systemClock.now() - startedMs < 2000);
  });

  test('what makes no sense is refused or ignored, and the server goes on', async () => {
    const name = 'www.example.org';
    assert.equal(rcodeOf(await server.ask({ type: 'A', name, class: 'CH' })), 'REFUSED');
    assert.equal(rcodeOf(await server.ask({ type: 'AXFR', name: 'cluster.local' })), 'REFUSED');
    await server.send(Buffer.from('nonsense'));
    await server.send(Buffer.alloc(12));
    await server.send(Buffer.from([0, 1, 0x80, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
    assert.deepEqual(await resolver.resolve4('10-244-3-7.shop.pod.cluster.local'), ['10.244.3.7']);
  });

  test('a connection may ask many questions in any pieces, and ends with nonsense', async () => {
    const socket = connect(server.port, '127.0.0.1');
    const query = encode({ type: 'query', id: 5, questions: [{ type: 'A', name: '10-244-3-7.shop.pod.cluster.local' }] });
    const framed = Buffer.concat([Buffer.from([0, query.length]), query]);
    const many = Buffer.concat(Array.from({ length: 50 }, () => framed));
    socket.write(many.subarray(0, 101));
    socket.write(many.subarray(101));
    let received = 0;
    const expected = 50 * (framed.length + 16);
    for await (const data of socket) {
      received += (data as Buffer).length;
      if (received >= expected) break;
    }
    assert.equal(received, expected);
    const other = connect(server.port, '127.0.0.1');
    other.write(Buffer.from([0, 2, 1, 1]));
    other.resume();
    await once(other, 'close');
  });

  test('without anybody to ask, other names are refused at once', async () => {
    await using alone = await startDns(cluster, []);
    const startedMs = systemClock.now();
    assert.equal(rcodeOf(await alone.ask({ type: 'A', name: 'www.example.org' })), 'REFUSED');
    assert.ok(systemClock.now() - startedMs < 500);
  });
});

interface RunningDns extends AsyncDisposable {
  readonly port: number;
  resolver(): Resolver;
  ask(question: { type: 'A' | 'SRV' | 'AXFR'; name: string; class?: 'CH' }): Promise<ReturnType<typeof decode>>;
  send(bytes: Buffer): Promise<void>;
}

async function startDns(cluster: TestCluster, upstreams: readonly string[]): Promise<RunningDns> {
  const stopping = new AbortController();
  const informers = createInformers({ client: cluster.clientAs(dnsUser), clock: systemClock, log: silentLog });
  const dns = createDns({ informers, listen: { address: '127.0.0.1', port: 0 }, upstreams, clock: systemClock, log: silentLog });
  const running = Promise.all([informers.run(stopping.signal), dns.run(stopping.signal)]);
  await dns.ready?.(AbortSignal.timeout(10_000));
  const send = async (bytes: Buffer, answered: boolean) => {
    const socket = createSocket('udp4');
    try {
      socket.send(bytes, dns.port, '127.0.0.1');
      if (!answered) return undefined;
      const [message] = await once(socket, 'message', { signal: AbortSignal.timeout(5000) });
      return decode(message);
    } finally {
      socket.close();
    }
  };
  return {
    port: dns.port,
    resolver() {
      const resolver = new Resolver({ timeout: 3000, tries: 1 });
      resolver.setServers([`127.0.0.1:${dns.port}`]);
      return resolver;
    },
    async ask(question) {
      const answer = await send(encode({ type: 'query', id: 1, flags: 0x100, questions: [question] }), true);
      assert.ok(answer);
      return answer;
    },
    send: async (bytes) => void (await send(bytes, false)),
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await running;
    },
  };
}

/** The library says it, though its types do not. */
const rcodeOf = (answer: ReturnType<typeof decode>) => (answer as unknown as { rcode: string }).rcode;

async function eventually(attempt: () => Promise<unknown>): Promise<void> {
  const deadlineMs = systemClock.now() + 5000;
  for (;;) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (systemClock.now() > deadlineMs) throw error;
      await systemClock.sleep(10);
    }
  }
}
