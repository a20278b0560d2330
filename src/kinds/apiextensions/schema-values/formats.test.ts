import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasFormat, isKnownFormat } from './formats.ts';

const cases: readonly (readonly [format: string, fine: readonly string[], wrong: readonly string[]])[] = [
  ['bsonobjectid', ['507f1f77bcf86cd799439011'], ['507f1f77']],
  ['uri', ['https://a.b/c', '/a'], ['a b', 'a']],
  ['email', ['a@b.c', 'A <a@b.c>'], ['a', '@b']],
  ['hostname', ['a.example.com', '1a'], ['-a', `${'a'.repeat(64)}.com`]],
  ['ipv4', ['10.0.0.1', '010.0.0.1'], ['::1', '10.0.0']],
  ['ipv6', ['::1', '::ffff:10.0.0.1'], ['10.0.0.1', 'fe80::1%eth0']],
  ['cidr', ['10.0.0.0/8', 'fd00::/8'], ['10.0.0.0']],
  ['mac', ['01:23:45:67:89:ab', '0123.4567.89ab', '01-23-45-67-89-ab-cd-ef'], ['01:23', '01:23-45:67:89:ab']],
  ['uuid', ['123e4567-e89b-12d3-a456-426614174000', '123E4567E89B12D3A456426614174000'], ['123e4567']],
  ['uuid4', ['123e4567-e89b-42d3-a456-426614174000'], ['123e4567-e89b-12d3-a456-426614174000']],
  ['isbn', ['978-0321751041', '0321751043'], ['978-0321751042']],
  ['creditcard', ['4111 1111 1111 1111'], ['4111 1111 1111 1112']],
  ['ssn', ['111-22-3333'], ['111223333']],
  ['hexcolor', ['#FFF', 'ffffff'], ['#ffff']],
  ['rgbcolor', ['rgb(255, 0,1)'], ['rgb(256,0,0)']],
  ['byte', ['eA=='], ['eA', '']],
  ['password', [''], []],
  ['date', ['2024-02-29'], ['2023-02-29', '2024-2-9']],
  ['date-time', ['2024-02-29T10:00:00Z', '2024-02-29t10:00:00.5+01:00'], ['2024-02-29', '2024-02-29T24:00:00Z']],
  ['duration', ['1h30m', '3 days', '2 weeks'], ['soon', '3']],
  ['k8s-short-name', ['a-b'], ['a.b', 'A', 'a'.repeat(64)]],
  ['k8s-long-name', ['a.b'], ['a..b']],
];

for (const [format, fine, wrong] of cases) {
  test(`texts of the format ${format}`, () => {
    assert.equal(isKnownFormat(format), true);
    for (const text of fine) assert.equal(hasFormat(text, format), true, text);
    for (const text of wrong) assert.equal(hasFormat(text, format), false, text);
  });
}

test('texts of an unknown format are all fine', () => {
  assert.equal(isKnownFormat('constructor'), false);
  assert.equal(hasFormat('x', 'shape'), true);
});
