import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PodDisruptionBudget } from '../../kinds/policy/pod-disruption-budget.ts';
import { at, meta, pod, startMs } from '../testing/builders.ts';
import { disruptedPods, expectationOf, failedStatus, needsScale, staleDisruptionMs, statusOf } from './plan.ts';

const nowMs = startMs + 3_600_000;
const budget = (spec: PodDisruptionBudget['spec'], status: Partial<PodDisruptionBudget['status']> = {}): PodDisruptionBudget => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: meta('web', { generation: 2 }),
  spec: { selector: { matchLabels: { app: 'web' } }, ...spec },
  status: { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0, ...status },
});

const expectations: readonly (readonly [spec: PodDisruptionBudget['spec'], count: number, desired: number, byScale: boolean])[] = [
  [{ minAvailable: 2 }, 5, 2, false],
  [{ minAvailable: '50%' }, 5, 3, true],
  [{ maxUnavailable: 1 }, 5, 4, true],
  [{ maxUnavailable: '30%' }, 5, 3, true],
  [{ maxUnavailable: 9 }, 5, 0, true],
];

for (const [spec, count, desired, byScale] of expectations) {
  test(`of ${count} pods, ${JSON.stringify(spec)} wants ${desired}`, () => {
    assert.deepEqual(expectationOf(budget(spec), count), { expected: count, desired });
    assert.equal(needsScale(budget(spec)), byScale);
  });
}

test('the status counts healthy pods, without those about to go', () => {
  const of = budget({ minAvailable: 1 }, { disruptedPods: { b: at(3590), old: at(0) } });
  const going = pod('c', { readySince: 0, metadata: { deletionTimestamp: at(0) } });
  const pods = [pod('a', { readySince: 0 }), pod('b', { readySince: 0 }), going, pod('d'), pod('old', { readySince: 0 })];
  const { pending, overdue, recheckMs } = disruptedPods(of, pods, nowMs);
  assert.deepEqual([pending, overdue.map(({ metadata }) => metadata.name), recheckMs], [{ b: at(3590) }, ['old'], 110_000]);
  const status = statusOf(of, { pods, expectation: { expected: 5, desired: 1 }, pending }, nowMs);
  assert.deepEqual(status, {
    observedGeneration: 2,
    currentHealthy: 2,
    desiredHealthy: 1,
    expectedPods: 5,
    disruptionsAllowed: 1,
    disruptedPods: { b: at(3590) },
    conditions: [
      {
        type: 'DisruptionAllowed',
        status: 'True',
        reason: 'SufficientPods',
        message: '',
        observedGeneration: 2,
        lastTransitionTime: at(3600),
      },
    ],
  });
  assert.equal(statusOf({ ...of, status }, { pods, expectation: { expected: 5, desired: 1 }, pending }, nowMs), status);
  const failed = failedStatus({ ...of, status }, new Error('no'), nowMs);
  assert.deepEqual([failed.disruptionsAllowed, failed.conditions?.[0]?.reason], [0, 'SyncFailed']);
});

test('a pod that was to be disrupted two minutes ago is not any more', () => {
  const target = (second: number, more: object = {}) =>
    pod('a', { status: { conditions: [{ type: 'DisruptionTarget', status: 'True', lastTransitionTime: at(second) }] }, ...more });
  assert.equal(staleDisruptionMs(target(3500), nowMs), 20_000);
  assert.equal(staleDisruptionMs(target(0), nowMs), 0);
  assert.equal(staleDisruptionMs(target(0, { phase: 'Failed' }), nowMs), undefined);
  assert.equal(staleDisruptionMs(pod('a'), nowMs), undefined);
});
