import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOf, problemsOfStatusUpdate, problemsOfUpdate } from '../../testing/judge.ts';
import { Deployment } from './index.ts';

const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'nginx:1' }] } };

const deployment = (spec: object): object => ({
  metadata: { name: 'web', namespace: 'default' },
  spec: { selector: { matchLabels: { app: 'web' } }, template, ...spec },
});

const refused: readonly (readonly [what: string, object: object, problems: readonly string[]])[] = [
  ['needs nothing but selector and template', deployment({}), []],
  [
    'must have a selector',
    deployment({ selector: undefined }),
    [
      'spec.selector: Required value',
      'spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`',
    ],
  ],
  ['must select something', deployment({ selector: {} }), ['spec.selector: Invalid value: {}: empty selector is invalid for deployment']],
  [
    'must find its own pods',
    deployment({ selector: { matchLabels: { app: 'other' } } }),
    ['spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`'],
  ],
  [
    'has no negative numbers',
    deployment({ replicas: -1, minReadySeconds: -1, revisionHistoryLimit: -1, progressDeadlineSeconds: -1 }),
    [
      'spec.replicas: Invalid value: -1: must be greater than or equal to 0',
      'spec.minReadySeconds: Invalid value: -1: must be greater than or equal to 0',
      'spec.revisionHistoryLimit: Invalid value: -1: must be greater than or equal to 0',
      'spec.progressDeadlineSeconds: Invalid value: -1: must be greater than or equal to 0',
      'spec.progressDeadlineSeconds: Invalid value: -1: must be greater than minReadySeconds',
    ],
  ],
  [
    'must have longer to progress than pods to become ready',
    deployment({ minReadySeconds: 700 }),
    ['spec.progressDeadlineSeconds: Invalid value: 600: must be greater than minReadySeconds'],
  ],
  [
    'has a strategy of its own or another',
    deployment({ strategy: { type: 'Magic' } }),
    ['spec.strategy: Unsupported value: {"Type":"Magic","RollingUpdate":null}: supported values: "Recreate", "RollingUpdate"'],
  ],
  [
    'recreates without rolling',
    deployment({ strategy: { type: 'Recreate', rollingUpdate: { maxSurge: 1 } } }),
    ["spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'"],
  ],
  [
    'must be able to roll',
    deployment({ strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } } }),
    ['spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0'],
  ],
  [
    'cannot miss more than all',
    deployment({ strategy: { rollingUpdate: { maxUnavailable: '120%', maxSurge: '-5%' } } }),
    [
      "spec.strategy.rollingUpdate.maxSurge: Invalid value: \"-5%\": a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')",
      'spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "120%": must not be greater than 100%',
    ],
  ],
  [
    'has pods that run for good',
    deployment({ template: { ...template, spec: { ...template.spec, restartPolicy: 'Never', activeDeadlineSeconds: 5 } } }),
    [
      'spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"',
      'spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in ReplicaSet is not Supported',
    ],
  ],
];

for (const [what, object, problems] of refused) {
  test(`Deployment: ${what}`, () => {
    assert.deepEqual(problemsOf(Deployment, object), problems);
  });
}

const updates: readonly (readonly [what: string, previous: object, next: object, problems: readonly string[]])[] = [
  ['scales is fine', deployment({}), deployment({ replicas: 3 }), []],
  [
    'selects others is not',
    deployment({}),
    deployment({
      selector: { matchLabels: { app: 'web', tier: 'x' } },
      template: { ...template, metadata: { labels: { app: 'web', tier: 'x' } } },
    }),
    ['spec.selector: Invalid value: {"matchLabels":{"app":"web","tier":"x"}}: field is immutable'],
  ],
];

for (const [what, previous, next, problems] of updates) {
  test(`Deployment: an update that ${what}`, () => {
    assert.deepEqual(problemsOfUpdate(Deployment, previous, next), problems);
  });
}

test('Deployment: counts are judged one by one, then against each other', () => {
  const status = { replicas: 1, availableReplicas: 3, readyReplicas: 2, collisionCount: -1, terminatingReplicas: -2, updatedReplicas: -1 };
  assert.deepEqual(problemsOfStatusUpdate(Deployment, deployment({}), { ...deployment({}), status }), [
    'status.updatedReplicas: Invalid value: -1: must be greater than or equal to 0',
    'status.terminatingReplicas: Invalid value: -2: must be greater than or equal to 0',
    'status.collisionCount: Invalid value: -1: must be greater than or equal to 0',
    'status.readyReplicas: Invalid value: 2: cannot be greater than status.replicas',
    'status.availableReplicas: Invalid value: 3: cannot be greater than status.replicas',
    'status.availableReplicas: Invalid value: 3: cannot be greater than readyReplicas',
  ]);
});
