import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isProxyable, splitProxyName } from './proxy-target.ts';

const allowed = ['10.0.0.7', '192.168.1.1', '8.8.8.8', 'fd00::2', '2001:db8::1'];
const refused = [
  '127.0.0.1',
  '127.8.8.8',
  '0.0.0.0',
  '169.254.169.254',
  '224.0.0.1',
  '255.255.255.255',
  '::1',
  '::',
  'fe80::1',
  'ff02::1',
  '::ffff:127.0.0.1',
  '',
  'web',
];
for (const address of allowed) test(`${address} may be behind a proxy`, () => assert.equal(isProxyable(address), true));
for (const address of refused)
  test(`${JSON.stringify(address)} may not be behind a proxy`, () => assert.equal(isProxyable(address), false));

const names: readonly [text: string, split: object][] = [
  ['web', { scheme: 'http', name: 'web', port: '' }],
  ['web:80', { scheme: 'http', name: 'web', port: '80' }],
  ['https:web:', { scheme: 'https', name: 'web', port: '' }],
  ['https:web:named', { scheme: 'https', name: 'web', port: 'named' }],
  [':web:80', { scheme: 'http', name: 'web', port: '80' }],
];
for (const [text, split] of names) test(`${text} is ${JSON.stringify(split)}`, () => assert.deepEqual(splitProxyName(text), split));
for (const text of ['ftp:web:80', 'a:b:c:d']) test(`${text} is no name`, () => assert.throws(() => splitProxyName(text), /invalid/));
