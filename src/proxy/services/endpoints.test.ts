import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at, slice } from '../testing/objects.ts';
import { endpointsOf, type Endpoints } from './endpoints.ts';

const place = { family: 4, nodeName: 'node-1' } as const;
const addressesOf = (endpoints: Endpoints, key: string) => (endpoints.get(key) ?? []).map(({ address, port }) => `${address}:${port}`);

test('endpoints of all slices are put together by port, sorted', () => {
  const endpoints = endpointsOf(
    [
      slice('b', [at('10.0.0.9')], { service: 'web', ports: [{ name: 'http', protocol: 'TCP', port: 8081 }] }),
      slice('a', [at('10.0.0.2'), at('10.0.0.1')], {
        service: 'web',
        ports: [
          { name: 'http', protocol: 'TCP', port: 8080 },
          { name: 'http', protocol: 'UDP', port: 8080 },
        ],
      }),
    ],
    place,
  );
  assert.deepEqual(addressesOf(endpoints, 'http/tcp'), ['10.0.0.1:8080', '10.0.0.2:8080', '10.0.0.9:8081']);
  assert.deepEqual(addressesOf(endpoints, 'http/udp'), ['10.0.0.1:8080', '10.0.0.2:8080']);
});

test('slices of another family, ports without a number and endpoints of another family are left out', () => {
  const endpoints = endpointsOf(
    [
      slice('six', [at('fd00::1')], { service: 'web', addressType: 'IPv6' }),
      slice('names', [at('example.org')], { service: 'web', addressType: 'FQDN' }),
      slice('any', [at('10.0.0.1')], { service: 'web', ports: [{ name: 'http', protocol: 'TCP' }] }),
      slice('odd', [at('fd00::1')], { service: 'web' }),
    ],
    place,
  );
  assert.deepEqual(addressesOf(endpoints, 'http/tcp'), []);
});

test('of two pods that have had the same address, the one that stays counts', () => {
  const leaving = at('10.0.0.1', { conditions: { ready: false, serving: true, terminating: true } });
  for (const order of [
    [leaving, at('10.0.0.1')],
    [at('10.0.0.1'), leaving],
  ]) {
    const endpoints = endpointsOf([slice('a', order, { service: 'web' })], place);
    assert.equal(endpoints.get('http/tcp')?.[0]?.isReady, true);
  }
});

test('what is not said about an endpoint is good', () => {
  const endpoints = endpointsOf([slice('a', [at('10.0.0.1', { conditions: {}, nodeName: 'node-1' })], { service: 'web' })], place);
  assert.deepEqual(endpoints.get('http/tcp'), [
    {
      address: '10.0.0.1',
      port: 8080,
      isLocal: true,
      isReady: true,
      isServing: true,
      isTerminating: false,
      zones: undefined,
      nodes: undefined,
    },
  ]);
});
