import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOf } from '../testing/judge.ts';
import { ServiceCIDR } from './service-cidr.ts';

const bothFamilies = 'may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64';

const refused: readonly (readonly [what: string, cidrs: readonly string[], problems: readonly string[]])[] = [
  ['of both families', ['10.0.0.0/16', 'fd00::/112'], []],
  ['of one family', ['10.0.0.0/16', '10.1.0.0/16'], [`spec.cidrs: Invalid value: ["10.0.0.0/16","10.1.0.0/16"]: ${bothFamilies}`]],
  [
    'of one family, however badly written',
    ['10.0.0.1/16', '10.1.0.0/16'],
    [
      'spec.cidrs[0]: Invalid value: "10.0.0.1/16": must not have bits set beyond the prefix length',
      `spec.cidrs: Invalid value: ["10.0.0.1/16","10.1.0.0/16"]: ${bothFamilies}`,
    ],
  ],
  [
    'that are none',
    ['x', 'y'],
    ['x', 'y'].map(
      (cidr, index) => `spec.cidrs[${index}]: Invalid value: "${cidr}": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)`,
    ),
  ],
];

for (const [what, cidrs, problems] of refused) {
  test(`ServiceCIDR: ranges ${what}`, () => {
    assert.deepEqual(problemsOf(ServiceCIDR, { metadata: { name: 'more' }, spec: { cidrs } }), problems);
  });
}
