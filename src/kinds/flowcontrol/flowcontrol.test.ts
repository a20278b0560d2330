import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOf } from '../testing/judge.ts';
import { FlowSchema } from './flow-schema.ts';
import { PriorityLevelConfiguration } from './priority-level-configuration.ts';

const rule = { verbs: ['*'], apiGroups: ['*'], resources: ['*'], namespaces: ['*'] };
const flow = (spec: object, name = 'mine'): object => ({
  metadata: { name },
  spec: { priorityLevelConfiguration: { name: 'low' }, ...spec },
});

const refused: readonly (readonly [what: string, object: object, problems: readonly string[]])[] = [
  ['needs a level', flow({}), []],
  [
    'must have a level',
    flow({ priorityLevelConfiguration: { name: '' } }),
    ['spec.priorityLevelConfiguration.name: Required value: must reference a priority level'],
  ],
  [
    'has a precedence in range',
    flow({ matchingPrecedence: 1 }),
    ["spec.matchingPrecedence: Invalid value: 1: only the schema named 'exempt' may have matchingPrecedence 1"],
  ],
  [
    'has subjects and rules',
    flow({ rules: [{ subjects: [] }] }),
    [
      'spec.rules[0].subjects: Required value: subjects must contain at least one value',
      'spec.rules[0]: Required value: at least one of resourceRules and nonResourceRules has to be non-empty',
    ],
  ],
  [
    'has subjects of their kind',
    flow({
      rules: [
        {
          subjects: [
            { kind: 'User', group: { name: 'g' } },
            { kind: 'Robot' },
            { kind: 'ServiceAccount', serviceAccount: { namespace: '', name: 'A' } },
          ],
          resourceRules: [rule],
        },
      ],
    }),
    [
      "spec.rules[0].subjects[0].user: Required value: user is required when subject kind is 'User'",
      "spec.rules[0].subjects[0].group: Forbidden: group is forbidden when subject kind is not 'Group'",
      'spec.rules[0].subjects[1].kind: Unsupported value: "Robot": supported values: "Group", "ServiceAccount", "User"',
      "spec.rules[0].subjects[2].serviceAccount.name: Invalid value: \"A\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
      'spec.rules[0].subjects[2].serviceAccount.namespace: Required value: must specify namespace for service account',
    ],
  ],
  [
    'has rules that make sense',
    flow({
      rules: [
        {
          subjects: [{ kind: 'Group', group: { name: 'g' } }],
          resourceRules: [{ verbs: ['*', 'get'], apiGroups: [], resources: ['*', 'a'], namespaces: ['A'] }],
          nonResourceRules: [{ verbs: ['hug'], nonResourceURLs: ['a', '/a//b', '/*/a'] }],
        },
      ],
    }),
    [
      'spec.rules[0].resourceRules[0].verbs: Invalid value: ["*","get"]: if \'*\' is present, must not specify other verbs',
      'spec.rules[0].resourceRules[0].apiGroups: Required value: resource rules must supply at least one api group',
      'spec.rules[0].resourceRules[0].resources: Invalid value: ["*","a"]: if \'*\' is present, must not specify other resources',
      "spec.rules[0].resourceRules[0].namespaces[0]: Invalid value: \"A\": each member of this list must be '*' or a DNS-1123 label; a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
      'spec.rules[0].nonResourceRules[0].verbs: Unsupported value: ["hug"]: supported values: "create", "delete", "deletecollection", "get", "list", "patch", "proxy", "update", "watch"',
      'spec.rules[0].nonResourceRules[0].nonResourceURLs[0]: Invalid value: "a": must start with slash',
      'spec.rules[0].nonResourceRules[0].nonResourceURLs[1]: Invalid value: "/a//b": must not contain double slash',
      'spec.rules[0].nonResourceRules[0].nonResourceURLs[2]: Invalid value: "/*/a": wildcard can only do suffix matching',
    ],
  ],
  [
    'is what it is when it is mandatory',
    flow({ matchingPrecedence: 1 }, 'exempt'),
    [
      'spec: Invalid value: {"PriorityLevelConfiguration":{"Name":"low"},"MatchingPrecedence":1,"DistinguisherMethod":null,"Rules":null}: spec of \'exempt\' must equal the fixed value',
    ],
  ],
];

for (const [what, object, problems] of refused) {
  test(`FlowSchema: ${what}`, () => {
    assert.deepEqual(problemsOf(FlowSchema, object), problems);
  });
}

test('PriorityLevelConfiguration: problems come in the order of its fields', () => {
  const limited = { nominalConcurrencyShares: -1, lendablePercent: 101, borrowingLimitPercent: -1, limitResponse: { type: 'Drop' } };
  assert.deepEqual(problemsOf(PriorityLevelConfiguration, { metadata: { name: 'mine' }, spec: { type: 'Limited', limited } }), [
    'spec.limited.nominalConcurrencyShares: Invalid value: -1: must be a non-negative integer',
    'spec.limited.limitResponse.type: Unsupported value: "Drop": supported values: "Queue", "Reject"',
    'spec.limited.lendablePercent: Invalid value: 101: must be between 0 and 100, inclusive',
    'spec.limited.borrowingLimitPercent: Invalid value: -1: if specified, must be a non-negative integer',
  ]);
});
