import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tellsProgressTruly } from './version.ts';

const cases: readonly [version: string, expected: boolean][] = [
  ['3.4.23', false],
  ['3.4.31', true],
  ['3.5.0', false],
  ['3.5.12', false],
  ['3.5.13', true],
  ['3.5.21-rc.0', true],
  ['3.6.0', true],
  ['3.3.99', false],
  ['4.0.0', true],
];

for (const [version, expected] of cases) test(`${version}: ${expected}`, () => assert.equal(tellsProgressTruly(version), expected));
