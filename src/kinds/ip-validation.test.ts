import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Field } from '../model/field.ts';
import {
  canonicalCidr,
  cidrWarnings,
  ipWarnings,
  validateCidr,
  validateIp,
  validateStrictCidr,
  validateStrictIp,
} from './ip-validation.ts';

const noAddress = 'Invalid value: "?": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';
const noRange = 'Invalid value: "?": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';

const addresses: readonly (readonly [address: string, lenient: readonly string[], strict?: readonly string[]])[] = [
  ['10.9.8.7', []],
  ['2001:db8::ffff', []],
  ['2001:0db8::ffff', [], ['Invalid value: "2001:0db8::ffff": must be in canonical form ("2001:db8::ffff")']],
  ['010.9.8.7', ['Invalid value: "010.9.8.7": must not have leading 0s']],
  ['::ffff:10.9.8.7', ['Invalid value: "::ffff:10.9.8.7": must not be an IPv4-mapped IPv6 address']],
  ['fe80::1%eth0', [noAddress.replace('?', 'fe80::1%eth0')]],
  ['10.9.8', [noAddress.replace('?', '10.9.8')]],
  ['', [noAddress.replace('?', '')]],
];

for (const [address, lenient, strict = lenient] of addresses) {
  test(`the address ${JSON.stringify(address)}`, () => {
    assert.deepEqual(
      Array.from(validateIp(address, new Field()), ({ message }) => message),
      lenient,
    );
    assert.deepEqual(
      Array.from(validateStrictIp(address, new Field()), ({ message }) => message),
      strict,
    );
    assert.deepEqual([...validateIp(address, new Field(), [address])], [], 'what was there before may stay');
  });
}

const ranges: readonly (readonly [cidr: string, lenient: readonly string[], strict?: readonly string[]])[] = [
  ['10.9.8.0/24', []],
  ['2001:db8::/64', []],
  ['2001:db8:0::/64', [], ['Invalid value: "2001:db8:0::/64": must be in canonical form ("2001:db8::/64")']],
  ['10.9.8.7/24', ['Invalid value: "10.9.8.7/24": must not have bits set beyond the prefix length']],
  ['10.9.8.0/024', ['Invalid value: "10.9.8.0/024": must not have leading 0s in IP or prefix length']],
  ['::ffff:10.0.0.0/104', ['Invalid value: "::ffff:10.0.0.0/104": must not have an IPv4-mapped IPv6 address']],
  ['10.9.8.0/33', [noRange.replace('?', '10.9.8.0/33')]],
  ['10.9.8.0', [noRange.replace('?', '10.9.8.0')]],
];

for (const [cidr, lenient, strict = lenient] of ranges) {
  test(`the range ${cidr}`, () => {
    assert.deepEqual(
      Array.from(validateCidr(cidr, new Field()), ({ message }) => message),
      lenient,
    );
    assert.deepEqual(
      Array.from(validateStrictCidr(cidr, new Field()), ({ message }) => message),
      strict,
    );
  });
}

test('unusual addresses are warned of', () => {
  const field = new Field('spec.ip');
  assert.deepEqual([...ipWarnings('010.0.0.1', field)], ['spec.ip: non-standard IP address "010.0.0.1" is invalid: use "10.0.0.1"']);
  assert.deepEqual([...ipWarnings('::FFFF', field)], ['spec.ip: IPv6 address "::FFFF" should be in RFC 5952 canonical format ("::ffff")']);
  assert.deepEqual(
    [...cidrWarnings('10.0.0.1/8', field)],
    ['spec.ip: CIDR value "10.0.0.1/8" is ambiguous in this context (should be "10.0.0.0/8" or "10.0.0.1/32"?)'],
  );
  assert.deepEqual([...cidrWarnings('10.0.0.0/8', field)], []);
});

test('a range is known by its first address', () => {
  assert.equal(canonicalCidr('192.168.77.5/20'), '192.168.64.0/20');
  assert.equal(canonicalCidr('no range'), undefined);
});
