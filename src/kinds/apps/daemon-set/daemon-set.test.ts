import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOf } from '../../testing/judge.ts';
import { DaemonSet } from './index.ts';

const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'nginx:1' }] } };

const set = (spec: object): object => ({
  metadata: { name: 'log', namespace: 'default' },
  spec: { selector: { matchLabels: { app: 'web' } }, template, ...spec },
});

const refused: readonly (readonly [what: string, object: object, problems: readonly string[]])[] = [
  ['needs little', set({}), []],
  [
    'must find its own pods',
    set({ selector: { matchLabels: { app: 'other' } } }),
    ['spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`'],
  ],
  [
    'must be able to roll',
    set({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 0 } } }),
    ['spec.updateStrategy.rollingUpdate.maxUnavailable: Required value: cannot be 0 when maxSurge is 0'],
  ],
  [
    'surges or misses, not both',
    set({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 1 } } }),
    ['spec.updateStrategy.rollingUpdate.maxSurge: Invalid value: 1: may not be set when maxUnavailable is non-zero'],
  ],
  [
    'has a strategy of its own or another',
    set({ updateStrategy: { type: 'Magic' } }),
    ['spec.updateStrategy: Unsupported value: {"Type":"Magic","RollingUpdate":null}: supported values: "RollingUpdate", "OnDelete"'],
  ],
];

for (const [what, object, problems] of refused) {
  test(`DaemonSet: ${what}`, () => {
    assert.deepEqual(problemsOf(DaemonSet, object), problems);
  });
}
