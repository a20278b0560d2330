import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOfStatusUpdate, problemsOf, problemsOfUpdate } from '../../testing/judge.ts';
import { Job } from './index.ts';

const template = { spec: { containers: [{ name: 'c', image: 'nginx:1' }], restartPolicy: 'Never' } };
const job = (spec: object = {}): object => ({ metadata: { name: 'sum', namespace: 'default' }, spec: { template, ...spec } });
const withStatus = (status: object): object => ({ ...job(), status });

const labels = {
  'batch.kubernetes.io/controller-uid': 'e6a3f2b1-0000-4000-8000-000000000001',
  'batch.kubernetes.io/job-name': 'sum',
  'controller-uid': 'e6a3f2b1-0000-4000-8000-000000000001',
  'job-name': 'sum',
};
/** As clients read it and write it back. */
const stored = (spec: object = {}): object => {
  const selector = { matchLabels: { 'batch.kubernetes.io/controller-uid': labels['controller-uid'] } };
  const metadata = { name: 'sum', namespace: 'default', uid: labels['controller-uid'], labels };
  return { metadata, spec: { selector, template: { ...template, metadata: { labels } }, ...spec } };
};

const refused: readonly (readonly [what: string, object: object, problems: readonly string[]])[] = [
  ['needs nothing but a template', job(), []],
  [
    'must have pods that end',
    job({ template: { spec: { ...template.spec, restartPolicy: 'Always' } } }),
    ['spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"'],
  ],
  [
    'has no negative numbers',
    job({ parallelism: -1, completions: -1, backoffLimit: -1, activeDeadlineSeconds: -1, ttlSecondsAfterFinished: -1 }),
    [
      'spec.parallelism: Invalid value: -1: must be greater than or equal to 0',
      'spec.completions: Invalid value: -1: must be greater than or equal to 0',
      'spec.activeDeadlineSeconds: Invalid value: -1: must be greater than or equal to 0',
      'spec.backoffLimit: Invalid value: -1: must be greater than or equal to 0',
      'spec.ttlSecondsAfterFinished: Invalid value: -1: must be greater than or equal to 0',
    ],
  ],
  [
    'counts indexes only when it has them',
    job({ backoffLimitPerIndex: 1, maxFailedIndexes: 1 }),
    [
      'spec.backoffLimitPerIndex: Invalid value: 1: requires indexed completion mode',
      'spec.maxFailedIndexes: Invalid value: 1: requires indexed completion mode',
    ],
  ],
  [
    'must know how many indexes there are',
    job({ completionMode: 'Indexed', parallelism: 2 }),
    ['spec.completions: Required value: when completion mode is Indexed'],
  ],
  [
    'generates its own selector',
    job({ selector: { matchLabels: { a: 'b' } } }),
    [
      'spec.selector: Invalid value: {"matchLabels":{"a":"b","batch.kubernetes.io/controller-uid":"e6a3f2b1-0000-4000-8000-000000000001"}}: `selector` not auto-generated',
      'spec.template.metadata.labels: Invalid value: {"batch.kubernetes.io/controller-uid":"e6a3f2b1-0000-4000-8000-000000000001","batch.kubernetes.io/job-name":"sum","controller-uid":"e6a3f2b1-0000-4000-8000-000000000001","job-name":"sum"}: `selector` does not match template `labels`',
    ],
  ],
  [
    'judges failures by rules that make sense',
    job({
      podFailurePolicy: {
        rules: [
          { action: 'Cry', onExitCodes: { operator: 'In', values: [0, 2, 1] } },
          { action: 'FailIndex' },
          {
            action: 'Ignore',
            onExitCodes: { operator: 'Like', values: [], containerName: 'x' },
            onPodConditions: [{ type: 'a b', status: 'Maybe' }],
          },
        ],
      },
    }),
    [
      'spec.podFailurePolicy.rules[0].action: Unsupported value: "Cry": supported values: "Count", "FailIndex", "FailJob", "Ignore"',
      'spec.podFailurePolicy.rules[0].onExitCodes.values[0]: Invalid value: 0: must not be 0 for the In operator',
      'spec.podFailurePolicy.rules[0].onExitCodes.values: Invalid value: [0,2,1]: must be ordered',
      'spec.podFailurePolicy.rules[1].action: Invalid value: "FailIndex": requires the backoffLimitPerIndex to be set',
      'spec.podFailurePolicy.rules[1]: Invalid value: specifying one of OnExitCodes and OnPodConditions is required',
      'spec.podFailurePolicy.rules[2].onExitCodes.operator: Unsupported value: "Like": supported values: "In", "NotIn"',
      'spec.podFailurePolicy.rules[2].onExitCodes.containerName: Invalid value: "x": must be one of the container or initContainer names in the pod template',
      'spec.podFailurePolicy.rules[2].onExitCodes.values: Invalid value: []: at least one value is required',
      "spec.podFailurePolicy.rules[2].onPodConditions[0].type: Invalid value: \"a b\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
      'spec.podFailurePolicy.rules[2].onPodConditions[0].status: Unsupported value: "Maybe": supported values: "False", "True", "Unknown"',
      'spec.podFailurePolicy.rules[2]: Invalid value: specifying both OnExitCodes and OnPodConditions is not supported',
    ],
  ],
  [
    'succeeds by rules that make sense',
    job({
      completionMode: 'Indexed',
      completions: 3,
      successPolicy: {
        rules: [
          {},
          { succeededIndexes: '2-1' },
          { succeededIndexes: '0-1', succeededCount: 3 },
          { succeededIndexes: 'x' },
          { succeededCount: 9 },
        ],
      },
    }),
    [
      'spec.successPolicy.rules[0]: Required value: at least one of succeededCount or succeededIndexes must be specified',
      'spec.successPolicy.rules[1].succeededIndexes: Invalid value: "2-1": error parsing succeededIndexes: non-increasing order, previous: 2, current: 1',
      'spec.successPolicy.rules[2].succeededCount: Invalid value: 3: must be less than or equal to 2 (the number of indexes in the specified succeededIndexes field)',
      'spec.successPolicy.rules[3].succeededIndexes: Invalid value: "x": error parsing succeededIndexes: cannot convert string to integer for index: "x"',
      'spec.successPolicy.rules[4].succeededCount: Invalid value: 9: must be less than or equal to 3 (the number of specified completions)',
    ],
  ],
  [
    'is managed by somebody with a name',
    job({ managedBy: 'me' }),
    ['spec.managedBy: Invalid value: "me": must be a domain-prefixed path (such as "acme.io/foo")'],
  ],
  [
    'replaces failed pods when it judges failures',
    job({ podFailurePolicy: { rules: [] }, podReplacementPolicy: 'TerminatingOrFailed' }),
    ['spec.podReplacementPolicy: Unsupported value: "TerminatingOrFailed": supported values: "Failed"'],
  ],
  [
    'must be able to name its pods',
    { ...job({ completionMode: 'Indexed', completions: 10 }), metadata: { name: 'a.b', namespace: 'default' } },
    ['metadata.name: Invalid value: "a.b": will not able to create pod with invalid DNS label: a.b-9'],
  ],
];

for (const [what, object, problems] of refused) {
  test(`Job: ${what}`, () => {
    assert.deepEqual(problemsOf(Job, object), problems);
  });
}

const updates: readonly (readonly [what: string, previous: object, next: object, problems: readonly string[]])[] = [
  ['changes nothing is fine', job(), stored(), []],
  ['does more at once is fine', job(), stored({ completions: 1, parallelism: 3 }), []],
  [
    'wants more completions is not',
    job({ completions: 1, parallelism: 1 }),
    stored({ completions: 2, parallelism: 1 }),
    ['spec.completions: Invalid value: 2: field is immutable'],
  ],
  [
    'grows an indexed job that runs all at once is fine',
    job({ completionMode: 'Indexed', completions: 1, parallelism: 1 }),
    stored({ completionMode: 'Indexed', completions: 3, parallelism: 3 }),
    [],
  ],
  [
    'grows an indexed job without running more is not',
    job({ completionMode: 'Indexed', completions: 1, parallelism: 1 }),
    stored({ completionMode: 'Indexed', completions: 3, parallelism: 1 }),
    ['spec.completions: Invalid value: 3: can only be modified in tandem with spec.parallelism'],
  ],
  [
    'places a suspended job is fine',
    job({ suspend: true }),
    stored({ suspend: true, template: { metadata: { labels }, spec: { ...template.spec, nodeSelector: { zone: 'a' } } } }),
    [],
  ],
  [
    'counts failures by index is not',
    job({ completionMode: 'Indexed', completions: 1 }),
    stored({ completionMode: 'Indexed', completions: 1, backoffLimitPerIndex: 1 }),
    ['spec.backoffLimitPerIndex: Invalid value: 1: field is immutable'],
  ],
];

test('Job: an update is told twice of what is wrong with the spec', () => {
  const problem = 'spec.backoffLimit: Invalid value: -1: must be greater than or equal to 0';
  const problems = problemsOfUpdate(Job, job(), job({ backoffLimit: -1 }));
  assert.deepEqual(
    problems.filter((each) => each === problem),
    [problem, problem],
  );
});

for (const [what, previous, next, problems] of updates) {
  test(`Job: an update that ${what}`, () => {
    assert.deepEqual(problemsOfUpdate(Job, previous, next), problems);
  });
}

const statuses: readonly (readonly [what: string, previous: object, next: object, problems: readonly string[]])[] = [
  ['counts is fine', withStatus({}), withStatus({ active: 1, ready: 1, startTime: '2026-01-01T00:00:00Z' }), []],
  [
    'counts below zero is not',
    withStatus({}),
    withStatus({ active: -1 }),
    ['status.active: Invalid value: -1: must be greater than or equal to 0'],
  ],
  [
    'has more ready pods than active ones is not',
    withStatus({}),
    withStatus({ ready: 1 }),
    ['status.ready: Invalid value: 1: cannot set more ready pods than active'],
  ],
  [
    'completes in order is fine',
    withStatus({ startTime: '2026-01-01T00:00:00Z', conditions: [{ type: 'SuccessCriteriaMet', status: 'True' }] }),
    withStatus({
      startTime: '2026-01-01T00:00:00Z',
      completionTime: '2026-01-01T00:00:01Z',
      succeeded: 1,
      conditions: [
        { type: 'SuccessCriteriaMet', status: 'True' },
        { type: 'Complete', status: 'True' },
      ],
    }),
    [],
  ],
  [
    'completes out of order is not',
    withStatus({}),
    withStatus({ active: 1, conditions: [{ type: 'Complete', status: 'True' }] }),
    [
      'status.completionTime: Required value: completionTime is required for Complete jobs',
      'status.conditions: Invalid value: cannot set Complete=True condition without the SuccessCriteriaMet=true condition',
      'status.active: Invalid value: 1: active>0 is invalid for finished job',
      'status.startTime: Required value: startTime is required for finished job',
    ],
  ],
  [
    'completes before it has started is not',
    withStatus({}),
    withStatus({
      startTime: '2026-01-01T00:00:01Z',
      completionTime: '2026-01-01T00:00:00Z',
      conditions: [
        { type: 'SuccessCriteriaMet', status: 'True' },
        { type: 'Complete', status: 'True' },
      ],
    }),
    ['status.completionTime: Invalid value: "2026-01-01T00:00:00Z": must be equal to or after `startTime`'],
  ],
  [
    'fails without having been about to is not',
    withStatus({}),
    withStatus({ startTime: '2026-01-01T00:00:00Z', conditions: [{ type: 'Failed', status: 'True' }] }),
    ['status.conditions: Invalid value: cannot set Failed=True condition without the FailureTarget=true condition'],
  ],
  [
    'takes a verdict back is not',
    withStatus({ conditions: [{ type: 'FailureTarget', status: 'True' }] }),
    withStatus({}),
    ['status.conditions: Invalid value: cannot disable the terminal FailureTarget=True condition'],
  ],
  [
    'forgets failures is not',
    withStatus({ failed: 2 }),
    withStatus({ failed: 1 }),
    ['status.failed: Invalid value: 1: cannot decrease the failed counter'],
  ],
  [
    'lists indexes without having any is not',
    withStatus({}),
    withStatus({ completedIndexes: '0-1', failedIndexes: '1' }),
    [
      'status.completedIndexes: Invalid value: "0-1": error parsing completedIndexes: too large index: "1"',
      'status.completedIndexes: Invalid value: "0-1": cannot set non-empty completedIndexes when non-indexed completion mode',
      'status.failedIndexes: Invalid value: "1": cannot set non-null failedIndexes when backoffLimitPerIndex is null',
    ],
  ],
];

for (const [what, previous, next, problems] of statuses) {
  test(`Job: a status that ${what}`, () => {
    assert.deepEqual(problemsOfStatusUpdate(Job, previous, next), problems);
  });
}
