import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Toleration } from '../../kinds/core/pod/affinity.ts';
import { tolerationMs } from './plan.ts';

const unreachable = { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' } as const;
const other = { key: 'example.com/other', effect: 'NoExecute' } as const;
const tolerating = (key: string, tolerationSeconds?: number): Toleration => ({
  key,
  operator: 'Exists',
  effect: 'NoExecute',
  ...(tolerationSeconds !== undefined && { tolerationSeconds }),
});

const cases: readonly (readonly [string, Parameters<typeof tolerationMs>, number | undefined])[] = [
  ['without taints for ever', [[], []], undefined],
  ['without tolerations not at all', [[unreachable], []], 0],
  ['as long as it tolerates the taint', [[unreachable], [tolerating(unreachable.key, 300)]], 300_000],
  ['for ever if it tolerates it for ever', [[unreachable], [tolerating(unreachable.key)]], undefined],
  [
    'as long as the shortest of its tolerations',
    [
      [unreachable, other],
      [tolerating(unreachable.key, 300), tolerating(other.key, 60)],
    ],
    60_000,
  ],
  ['not at all if it does not tolerate all', [[unreachable, other], [tolerating(unreachable.key, 300)]], 0],
  ['not at all if its toleration is negative', [[unreachable], [tolerating(unreachable.key, -1)]], 0],
];

for (const [name, [taints, tolerations], expected] of cases) {
  test(`a pod stays on a tainted node ${name}`, () => assert.equal(tolerationMs(taints, tolerations), expected));
}
