import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOf, problemsOfUpdate } from '../../testing/judge.ts';
import { NetworkPolicy } from './index.ts';

const policy = (spec: object): object => ({ metadata: { name: 'web', namespace: 'default' }, spec: { podSelector: {}, ...spec } });

const refused: readonly (readonly [what: string, object: object, problems: readonly string[]])[] = [
  ['may refuse everything', policy({}), []],
  [
    'allows peers and ports',
    policy({
      ingress: [
        {
          from: [{ podSelector: {} }, { ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }],
          ports: [{ port: 80, endPort: 90 }, { port: 'http' }],
        },
      ],
    }),
    [],
  ],
  ['names peers', policy({ ingress: [{ from: [{}] }] }), ['spec.ingress[0].from[0]: Required value: must specify a peer']],
  [
    'does not mix addresses and pods',
    policy({ egress: [{ to: [{ podSelector: {}, ipBlock: { cidr: '10.0.0.0/8' } }] }] }),
    ['spec.egress[0].to[0]: Forbidden: may not specify both ipBlock and another peer'],
  ],
  [
    'has ranges that are some',
    policy({
      egress: [
        { to: [{ ipBlock: { cidr: 'x' } }, { ipBlock: { cidr: '10.0.0.0/8', except: ['11.0.0.0/16', '10.0.0.0/8'] } }, { ipBlock: {} }] },
      ],
    }),
    [
      'spec.egress[0].to[0].ipBlock.cidr: Invalid value: "x": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)',
      'spec.egress[0].to[1].ipBlock.except[0]: Invalid value: "11.0.0.0/16": must be a strict subset of `cidr`',
      'spec.egress[0].to[1].ipBlock.except[1]: Invalid value: "10.0.0.0/8": must be a strict subset of `cidr`',
      'spec.egress[0].to[2].ipBlock.cidr: Required value',
    ],
  ],
  [
    'has ports in order',
    policy({
      ingress: [
        { ports: [{ port: 80, endPort: 70 }, { port: 'http', endPort: 80 }, { endPort: 80 }, { port: 70000 }, { protocol: 'ICMP' }] },
      ],
    }),
    [
      'spec.ingress[0].ports[0].endPort: Invalid value: 80: must be greater than or equal to `port`',
      'spec.ingress[0].ports[1].endPort: Invalid value: 80: may not be specified when `port` is non-numeric',
      'spec.ingress[0].ports[2].endPort: Invalid value: 80: may not be specified when `port` is not specified',
      'spec.ingress[0].ports[3].port: Invalid value: 70000: must be between 1 and 65535, inclusive',
      'spec.ingress[0].ports[4].protocol: Unsupported value: "ICMP": supported values: "TCP", "UDP", "SCTP"',
    ],
  ],
  [
    'is of types there are',
    policy({ policyTypes: ['Ingress', 'Sideways'] }),
    ['spec.policyTypes[1]: Unsupported value: "Sideways": supported values: "Ingress", "Egress"'],
  ],
];

for (const [what, object, problems] of refused) {
  test(`NetworkPolicy: ${what}`, () => {
    assert.deepEqual(problemsOf(NetworkPolicy, object), problems);
  });
}

const updates: readonly (readonly [what: string, previous: object, next: object, problems: readonly string[]])[] = [
  [
    'keeps a range that was always written so is fine',
    policy({ ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.1/8' } }] }] }),
    policy({ ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.1/8' } }] }] }),
    [],
  ],
  [
    'adds such a range is not',
    policy({}),
    policy({ ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.1/8' } }] }] }),
    ['spec.ingress[0].from[0].ipBlock.cidr: Invalid value: "10.0.0.1/8": must not have bits set beyond the prefix length'],
  ],
];

for (const [what, previous, next, problems] of updates) {
  test(`NetworkPolicy: an update that ${what}`, () => {
    assert.deepEqual(problemsOfUpdate(NetworkPolicy, previous, next), problems);
  });
}
