import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Service } from '../../kinds/core/service/index.ts';
import { meta, pod } from '../testing/builders.ts';
import { truncated } from './capacity.ts';
import { plan, subsetsOf } from './plan.ts';

const service = (spec: Partial<Service['spec']> = {}): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: meta('web', { labels: { team: 'red' } }),
  spec: {
    selector: { app: 'web' },
    ports: [{ port: 80, targetPort: 8080, protocol: 'TCP' }],
    clusterIP: '10.96.0.9',
    ipFamilies: ['IPv4'],
    ...spec,
  },
  status: {},
});

const at = (name: string, ip: string, { ready = true } = {}) =>
  pod(name, { ...(ready && { readySince: 0 }), status: { podIP: ip, podIPs: [{ ip }] } });
const address = (name: string, ip: string) => ({
  ip,
  nodeName: 'node-1',
  targetRef: { kind: 'Pod', namespace: 'shop', name, uid: `uid-${name}` },
});

test('ready and other addresses share the subset of their ports', () => {
  assert.deepEqual(subsetsOf(service(), [at('b', '10.0.0.2'), at('a', '10.0.0.1', { ready: false })]), [
    { addresses: [address('b', '10.0.0.2')], notReadyAddresses: [address('a', '10.0.0.1')], ports: [{ port: 8080, protocol: 'TCP' }] },
  ]);
});

test('ports with the same addresses share a subset', () => {
  const ports = [
    { name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' as const },
    { name: 'dns', port: 53, targetPort: 5353, protocol: 'UDP' as const },
  ];
  const [subset, ...others] = subsetsOf(service({ ports }), [at('a', '10.0.0.1')]);
  assert.equal(subset?.ports?.length, 2);
  assert.deepEqual(others, []);
});

test('a headless service without ports has addresses, another has none', () => {
  assert.deepEqual(subsetsOf(service({ ports: [], clusterIP: 'None' }), [at('a', '10.0.0.1')]), [
    { addresses: [address('a', '10.0.0.1')] },
  ]);
  assert.deepEqual(subsetsOf(service({ ports: [] }), [at('a', '10.0.0.1')]), []);
});

test('endpoints that say what they should are left alone', () => {
  const pods = [at('a', '10.0.0.1'), at('b', '10.0.0.2')];
  const content = plan(service(), pods, undefined, '2026-01-01T00:00:00Z');
  assert.deepEqual(content?.metadata, {
    labels: { team: 'red', 'endpoints.kubernetes.io/managed-by': 'endpoint-controller' },
    annotations: { 'endpoints.kubernetes.io/last-change-trigger-time': '2026-01-01T00:00:00Z' },
  });
  const stored = { apiVersion: 'v1', kind: 'Endpoints', ...content, metadata: { ...meta('web'), ...content?.metadata } };
  assert.equal(plan(service(), pods.toReversed(), stored, undefined), undefined);
});

test('beyond a thousand addresses, those that are not ready go first', () => {
  const addresses = (count: number) => Array.from({ length: count }, (_, index) => ({ ip: `10.0.${index >> 8}.${index & 255}` }));
  const { subsets, isTruncated } = truncated([{ addresses: addresses(600), notReadyAddresses: addresses(600) }]);
  assert.ok(isTruncated);
  assert.deepEqual([subsets[0]?.addresses?.length, subsets[0]?.notReadyAddresses?.length], [600, 400]);
  const full = truncated([{ addresses: addresses(900), notReadyAddresses: addresses(9) }, { addresses: addresses(300) }]);
  assert.deepEqual(
    full.subsets.map((subset) => subset.addresses?.length),
    [750, 250],
  );
});
