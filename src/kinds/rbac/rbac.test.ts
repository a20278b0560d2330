import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOf, problemsOfUpdate } from '../testing/judge.ts';
import { RoleBinding } from './role-binding.ts';

const binding = (roleRef: object, ...subjects: object[]): object => ({
  metadata: { name: 'b', namespace: 'default' },
  roleRef: { kind: 'Role', name: 'r', ...roleRef },
  subjects,
});

const refused: readonly (readonly [what: string, object: object, problems: readonly string[]])[] = [
  [
    'binds a role to users, groups and service accounts',
    binding({}, { kind: 'User', name: 'alice' }, { kind: 'Group', name: 'g' }, { kind: 'ServiceAccount', name: 'default' }),
    [],
  ],
  [
    'binds roles of its own group',
    binding({ apiGroup: 'x', kind: 'X', name: '' }),
    [
      'roleRef.apiGroup: Unsupported value: "x": supported values: "rbac.authorization.k8s.io"',
      'roleRef.kind: Unsupported value: "X": supported values: "Role", "ClusterRole"',
      'roleRef.name: Required value',
    ],
  ],
  [
    'binds subjects there are',
    binding(
      {},
      { kind: 'Robot', name: 'r2' },
      { kind: 'User' },
      { kind: 'ServiceAccount', name: 'A', apiGroup: 'x' },
      { kind: 'User', name: 'a', apiGroup: 'x' },
    ),
    [
      'subjects[0].kind: Unsupported value: "Robot": supported values: "ServiceAccount", "User", "Group"',
      'subjects[1].name: Required value',
      "subjects[2].name: Invalid value: \"A\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
      'subjects[2].apiGroup: Unsupported value: "x": supported values: ""',
      'subjects[3].apiGroup: Unsupported value: "x": supported values: "rbac.authorization.k8s.io"',
    ],
  ],
];

for (const [what, object, problems] of refused) {
  test(`RoleBinding: ${what}`, () => {
    assert.deepEqual(problemsOf(RoleBinding, object), problems);
  });
}

const updates: readonly (readonly [what: string, previous: object, next: object, problems: readonly string[]])[] = [
  ['binds others is fine', binding({}), binding({}, { kind: 'User', name: 'alice' }), []],
  [
    'binds another role is not',
    binding({}),
    binding({ name: 'other' }),
    ['roleRef: Invalid value: {"APIGroup":"rbac.authorization.k8s.io","Kind":"Role","Name":"other"}: cannot change roleRef'],
  ],
];

for (const [what, previous, next, problems] of updates) {
  test(`RoleBinding: an update that ${what}`, () => {
    assert.deepEqual(problemsOfUpdate(RoleBinding, previous, next), problems);
  });
}
