import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { aPod } from '../testing/observed.ts';
import { parseResolver, podDns, type DnsSettings } from './dns.ts';

const settings: DnsSettings = {
  clusterServers: ['10.96.0.10'],
  clusterDomain: 'cluster.local',
  node: { servers: ['192.0.2.1'], searches: ['example.com'], options: ['rotate'] },
};

test('a pod resolves names as its policy says', () => {
  const cluster = {
    servers: ['10.96.0.10'],
    searches: ['default.svc.cluster.local', 'svc.cluster.local', 'cluster.local', 'example.com'],
    options: ['ndots:5'],
  };
  const node = { servers: ['192.0.2.1'], searches: ['example.com'], options: ['rotate'] };
  const cases: readonly (readonly [spec: Partial<Pod['spec']>, expected: object])[] = [
    [{}, cluster],
    [{ dnsPolicy: 'ClusterFirst' }, cluster],
    [{ dnsPolicy: 'ClusterFirst', hostNetwork: true }, node],
    [{ dnsPolicy: 'ClusterFirstWithHostNet', hostNetwork: true }, cluster],
    [{ dnsPolicy: 'Default' }, node],
    [
      { dnsPolicy: 'None', dnsConfig: { nameservers: ['1.1.1.1'] } },
      { servers: ['1.1.1.1'], searches: [], options: [] },
    ],
    [
      {
        dnsConfig: {
          nameservers: ['10.96.0.10', '1.1.1.1'],
          searches: ['a.b'],
          options: [{ name: 'ndots', value: '2' }, { name: 'edns0' }],
        },
      },
      { servers: ['10.96.0.10', '1.1.1.1'], searches: [...cluster.searches, 'a.b'], options: ['ndots:2', 'edns0'] },
    ],
  ];
  for (const [spec, expected] of cases) assert.deepEqual(podDns(aPod(spec), settings).config, expected);
});

test('what resolvers would ignore is left out, and users are told', () => {
  const nameservers = ['1.1.1.1', '2.2.2.2', '3.3.3.3'];
  const { config, warnings } = podDns(aPod({ dnsConfig: { nameservers } }), settings);
  assert.deepEqual(config.servers, ['10.96.0.10', '1.1.1.1', '2.2.2.2']);
  assert.deepEqual(
    warnings.map(({ reason }) => reason),
    ['DNSConfigForming'],
  );
  assert.equal(podDns(aPod(), { ...settings, clusterServers: [] }).warnings[0]?.reason, 'MissingClusterDNS');
});

test('settings of the node are read as resolvers read them', () => {
  const text = '# comment\nnameserver 1.1.1.1\nsearch a. b .\noptions ndots:1\noptions ndots:3 rotate\nnameserver fd00::1\n';
  assert.deepEqual(parseResolver(text), { servers: ['1.1.1.1', 'fd00::1'], searches: ['a', 'b'], options: ['ndots:3', 'rotate'] });
});
