import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aContainer, aPod } from '../testing/observed.ts';
import { sandboxConfig, type SandboxSettings } from './sandbox-config.ts';
import { dottedSysctl } from './sysctl-name.ts';

const settings: SandboxSettings = { attempt: 1, dns: {}, cgroupParent: '/kubepods/podu', logRoot: '/logs', clusterDomain: 'cluster.local' };

test('a sandbox is described by its pod', () => {
  const config = sandboxConfig(
    aPod({
      hostname: 'h',
      subdomain: 's',
      setHostnameAsFQDN: true,
      shareProcessNamespace: true,
      securityContext: { fsGroup: 7, supplementalGroups: [8], sysctls: [{ name: 'net/ipv4/tcp_syncookies', value: '1' }] },
      containers: [
        aContainer('main', { ports: [{ containerPort: 80 }, { containerPort: 81, hostPort: 8081, protocol: 'UDP', hostIP: '127.0.0.1' }] }),
      ],
    }),
    settings,
  );
  assert.equal(config.hostname, 'h.s.default.svc.cluster.local');
  assert.equal(config.logDirectory, '/logs/default_a_u');
  assert.deepEqual(config.portMappings, [{ protocol: 'UDP', containerPort: 81, hostPort: 8081, hostIp: '127.0.0.1' }]);
  assert.equal(config.labels?.['io.kubernetes.pod.uid'], 'u');
  assert.deepEqual(config.linux?.sysctls, { 'net.ipv4.tcp_syncookies': '1' });
  assert.deepEqual(config.linux?.securityContext?.supplementalGroups, [7, 8]);
  assert.equal(config.linux?.securityContext?.namespaces?.process, 'Pod');
});

test('a pod on the network of its node has no name of its own', () => {
  const { hostname, linux } = sandboxConfig(aPod({ hostNetwork: true, hostPID: true, hostIPC: true }), settings);
  const { network, process, interProcess } = linux?.securityContext?.namespaces ?? {};
  assert.deepEqual([hostname, network, process, interProcess], [undefined, 'Node', 'Node', 'Node']);
});

test('names that are too long are cut, and refused where they must be whole', () => {
  assert.equal(sandboxConfig(aPod({}, { metadata: { name: `${'x'.repeat(62)}-y` } }), settings).hostname, 'x'.repeat(62));
  const long = aPod({ hostname: 'h'.repeat(50), subdomain: 's', setHostnameAsFQDN: true });
  assert.throws(() => sandboxConfig(long, settings), /is too long \(64 characters is the max, 78 characters requested\)/);
});

test('both notations of kernel settings mean the same', () => {
  assert.equal(dottedSysctl('net.ipv4.conf.eno2/100.rp_filter'), 'net.ipv4.conf.eno2/100.rp_filter');
  assert.equal(dottedSysctl('net/ipv4/conf/eno2.100/rp_filter'), 'net.ipv4.conf.eno2/100.rp_filter');
  assert.equal(dottedSysctl('kernel'), 'kernel');
});
