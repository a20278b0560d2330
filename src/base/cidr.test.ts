import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressAt, cidrSize, cidrsOverlap, containsAddress, formatCidr, parseCidr, subnetAt } from './cidr.ts';

test('ranges of both families are read and written, without the bits below the prefix', () => {
  for (const [text, written] of [
    ['10.1.2.3/8', '10.0.0.0/8'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['192.168.7.9/32', '192.168.7.9/32'],
    ['fd00:0:0:1::5/64', 'fd00:0:0:1::/64'],
  ] as const) {
    assert.equal(formatCidr(parseCidr(text)), written);
  }
});

test('what is not a range is refused by name', () => {
  for (const text of ['', '10.0.0.0', '10.0.0.0/33', '10.0.0/8', 'fd00::/129', '10.0.0.0/8/8', '10.0.0.0/x', 'fe80::1%eth0/64']) {
    assert.throws(() => parseCidr(text), { name: 'RangeError', message: new RegExp(`"${text}" is not a range`) });
  }
});

test('addresses and parts are counted from the start of the range', () => {
  const range = parseCidr('10.244.0.0/16');
  assert.equal(cidrSize(range), 65_536n);
  assert.equal(addressAt(range, 257), '10.244.1.1');
  assert.equal(addressAt(parseCidr('fd00::/64'), 16), 'fd00::10');
  assert.equal(formatCidr(subnetAt(range, 24, 3)), '10.244.3.0/24');
  assert.throws(() => addressAt(range, 65_536), /has no address number 65536/);
  assert.throws(() => subnetAt(range, 24, 256), /has no \/24 number 256/);
  assert.throws(() => subnetAt(range, 8, 0), /has no \/8 number 0/);
});

test('containing and overlapping never mix families', () => {
  const range = parseCidr('10.0.0.0/8');
  assert.ok(containsAddress(range, '10.255.255.255'));
  assert.ok(!containsAddress(range, '11.0.0.0'));
  assert.ok(!containsAddress(range, '::a00:1'));
  assert.ok(cidrsOverlap(range, parseCidr('10.2.0.0/16')));
  assert.ok(cidrsOverlap(parseCidr('10.2.0.0/16'), range));
  assert.ok(!cidrsOverlap(range, parseCidr('11.0.0.0/8')));
  assert.ok(!cidrsOverlap(parseCidr('0.0.0.0/0'), parseCidr('::/0')));
});
