import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseUpstream, upstreamsInResolvConf } from './upstream-address.ts';

test('servers are written as addresses, with a port or without', () => {
  assert.deepEqual(parseUpstream('10.0.0.2'), { address: '10.0.0.2', port: 53 });
  assert.deepEqual(parseUpstream('10.0.0.2:5353'), { address: '10.0.0.2', port: 5353 });
  assert.deepEqual(parseUpstream('fd00::2'), { address: 'fd00::2', port: 53 });
  assert.deepEqual(parseUpstream('[fd00::2]:5353'), { address: 'fd00::2', port: 5353 });
  for (const wrong of ['', 'dns.example.org', '10.0.0.2:0', '10.0.0.2:65536', '10.0.0']) {
    assert.throws(() => parseUpstream(wrong), { name: 'RangeError', message: new RegExp(`"${wrong}"`) });
  }
});

test('servers on the loopback of somebody else are left out', () => {
  const text =
    '# made by hand\nsearch example.org\nnameserver 127.0.0.53\nnameserver 10.0.0.2\n  nameserver\tfd00::2\nnameserver ::1\noptions ndots:1\n';
  assert.deepEqual(upstreamsInResolvConf(text), ['10.0.0.2', 'fd00::2']);
});
