import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaulted, problemsOf } from '../testing/judge.ts';
import { PodDisruptionBudget } from './pod-disruption-budget.ts';

const budget = (spec: object): object => ({ metadata: { name: 'web', namespace: 'default' }, spec });

const refused: readonly (readonly [what: string, object: object, problems: readonly string[]])[] = [
  ['keeps some pods', budget({ minAvailable: '50%', selector: { matchLabels: { a: 'b' } } }), []],
  [
    'keeps or misses, not both',
    budget({ minAvailable: 1, maxUnavailable: 1 }),
    [
      'spec: Invalid value: {"MinAvailable":1,"Selector":null,"MaxUnavailable":1,"UnhealthyPodEvictionPolicy":null}: minAvailable and maxUnavailable cannot be both set',
    ],
  ],
  ['has amounts that are some', budget({ minAvailable: -1 }), ['spec.minAvailable: Invalid value: -1: must be greater than or equal to 0']],
  ['misses all at most', budget({ maxUnavailable: '101%' }), ['spec.maxUnavailable: Invalid value: "101%": must not be greater than 100%']],
  [
    'knows what to do with unhealthy pods',
    budget({ unhealthyPodEvictionPolicy: 'Never' }),
    ['spec.unhealthyPodEvictionPolicy: Unsupported value: "Never": supported values: "AlwaysAllow", "IfHealthyBudget"'],
  ],
];

for (const [what, object, problems] of refused) {
  test(`PodDisruptionBudget: ${what}`, () => {
    assert.deepEqual(problemsOf(PodDisruptionBudget, object), problems);
  });
}

test('the label that stood for an empty selector once stands alone, or not at all', () => {
  const key = 'pdb.kubernetes.io/deprecated-v1beta1-empty-selector-match';
  const selectorOf = (selector: object): unknown => defaulted(PodDisruptionBudget, budget({ selector })).spec.selector;
  const none = { matchExpressions: [{ key, operator: 'Exists' }] };
  assert.deepEqual(selectorOf(none), none);
  assert.deepEqual(selectorOf({ matchExpressions: [{ key, operator: 'DoesNotExist' }] }), {});
  const app = { key: 'app', operator: 'Exists' };
  assert.deepEqual(selectorOf({ matchExpressions: [app, { key, operator: 'Exists' }] }), { matchExpressions: [app] });
  assert.deepEqual(selectorOf({ ...none, matchLabels: { a: 'b' } }), { matchLabels: { a: 'b' } });
});
