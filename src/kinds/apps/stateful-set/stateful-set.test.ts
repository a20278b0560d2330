import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOf, problemsOfUpdate } from '../../testing/judge.ts';
import { StatefulSet } from './index.ts';

const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'nginx:1' }] } };

const set = (spec: object): object => ({
  metadata: { name: 'db', namespace: 'default' },
  spec: { selector: { matchLabels: { app: 'web' } }, serviceName: 'db', template, ...spec },
});

const refused: readonly (readonly [what: string, object: object, problems: readonly string[]])[] = [
  ['needs little', set({}), []],
  [
    'knows two ways to start pods',
    set({ podManagementPolicy: 'Random' }),
    ["spec.podManagementPolicy: Invalid value: \"Random\": must be 'OrderedReady' or 'Parallel'"],
  ],
  [
    'has a strategy of its own or another',
    set({ updateStrategy: { type: 'Magic' } }),
    ['spec.updateStrategy: Invalid value: {"Type":"Magic","RollingUpdate":null}: must be \'RollingUpdate\' or \'OnDelete\''],
  ],
  [
    'rolls from an ordinal on',
    set({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: -1 } } }),
    ['spec.updateStrategy.rollingUpdate.partition: Invalid value: -1: must be greater than or equal to 0'],
  ],
  [
    'starts counting at zero at least',
    set({ ordinals: { start: -1 } }),
    ['spec.ordinals.start: Invalid value: -1: must be greater than or equal to 0'],
  ],
  [
    'keeps or deletes claims',
    set({ persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Sell', whenScaled: 'Retain' } }),
    ['spec.persistentVolumeClaimRetentionPolicy.whenDeleted: Unsupported value: "Sell": supported values: "Retain", "Delete"'],
  ],
];

for (const [what, object, problems] of refused) {
  test(`StatefulSet: ${what}`, () => {
    assert.deepEqual(problemsOf(StatefulSet, object), problems);
  });
}

const updates: readonly (readonly [what: string, previous: object, next: object, problems: readonly string[]])[] = [
  ['scales is fine', set({}), set({ replicas: 3 }), []],
  ['scales what would not be accepted any more is fine', set({ serviceName: 'a.b' }), set({ serviceName: 'a.b', replicas: 3 }), []],
  [
    'moves to another service is not',
    set({}),
    set({ serviceName: 'other' }),
    [
      "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
    ],
  ],
];

for (const [what, previous, next, problems] of updates) {
  test(`StatefulSet: an update that ${what}`, () => {
    assert.deepEqual(problemsOfUpdate(StatefulSet, previous, next), problems);
  });
}
