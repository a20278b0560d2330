import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOf } from '../testing/judge.ts';
import { ClusterRole } from './cluster-role.ts';

const role = (rules: object[], more: object = {}): object => ({ metadata: { name: 'system:r' }, rules, ...more });

const refused: readonly (readonly [what: string, object: object, problems: readonly string[]])[] = [
  [
    'allows resources and URLs',
    role([
      { verbs: ['get'], apiGroups: [''], resources: ['pods'] },
      { verbs: ['get'], nonResourceURLs: ['/healthz'] },
    ]),
    [],
  ],
  [
    'allows something of something',
    role([{}]),
    [
      'rules[0].verbs: Required value: verbs must contain at least one value',
      'rules[0].apiGroups: Required value: resource rules must supply at least one api group',
      'rules[0].resources: Required value: resource rules must supply at least one resource',
    ],
  ],
  [
    'does not mix resources and URLs',
    role([{ verbs: ['get'], resources: ['pods'], nonResourceURLs: ['/a'] }]),
    ['rules[0].nonResourceURLs: Invalid value: ["/a"]: rules cannot apply to both regular resources and non-resource URLs'],
  ],
  [
    'aggregates by selectors',
    role([], { aggregationRule: { clusterRoleSelectors: [] } }),
    ['aggregationRule.clusterRoleSelectors: Required value: at least one clusterRoleSelector required if aggregationRule is non-nil'],
  ],
  [
    'aggregates by selectors that are some',
    role([], { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { 'a b': 'c' } }] } }),
    [
      "aggregationRule.clusterRoleSelectors[0].matchLabels: Invalid value: \"a b\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
      'aggregationRule.clusterRoleSelectors[0]: Invalid value: null: invalid label selector.',
    ],
  ],
];

for (const [what, object, problems] of refused) {
  test(`ClusterRole: ${what}`, () => {
    assert.deepEqual(problemsOf(ClusterRole, object), problems);
  });
}
