import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aPod } from '../testing/observed.ts';
import { hostsFile } from './hosts-file.ts';

test('a pod finds itself, the local host and what it names itself', () => {
  const pod = aPod({ hostname: 'h', subdomain: 's', hostAliases: [{ ip: '1.2.3.4', hostnames: ['x', 'y'] }] });
  const lines = hostsFile(pod, { podIps: ['10.0.0.2', 'fd00::2'], clusterDomain: 'c.l' }).split('\n');
  assert.ok(lines.includes('127.0.0.1\tlocalhost'));
  assert.ok(lines.includes('10.0.0.2\th.s.default.svc.c.l\th'));
  assert.ok(lines.includes('fd00::2\th.s.default.svc.c.l\th'));
  assert.deepEqual(lines.slice(-4), ['', '# Entries added by HostAliases.', '1.2.3.4\tx\ty', '']);
});

test('a pod on the node’s network has the node’s file', () => {
  const text = hostsFile(aPod({ hostNetwork: true }), { podIps: [], clusterDomain: 'c.l', nodeFile: '127.0.0.1 localhost\n' });
  assert.equal(text, '# Kubernetes-managed hosts file (host network).\n127.0.0.1 localhost\n');
});
