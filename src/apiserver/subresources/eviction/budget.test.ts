import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pod } from '../../../kinds/core/pod/index.ts';
import type { PodDisruptionBudget } from '../../../kinds/policy/pod-disruption-budget.ts';
import { ApiError } from '../../../model/errors.ts';
import { disruptsNobody, isUncounted, spent } from './budget.ts';

const nowTimestamp = '2026-01-01T00:00:00Z';

const budget = (status: object, { generation = 1, ...spec }: { generation?: number; unhealthyPodEvictionPolicy?: string } = {}) =>
  ({ metadata: { name: 'web', generation }, spec, status: { observedGeneration: 1, ...status } }) as unknown as PodDisruptionBudget;

const pod = (phase: string, ready: 'True' | 'False', metadata: object = {}) =>
  ({ metadata: { name: 'p', ...metadata }, spec: {}, status: { phase, conditions: [{ type: 'Ready', status: ready }] } }) as unknown as Pod;

test('only running pods disrupt somebody by their end', () => {
  const phases = ['Pending', 'Running', 'Unknown', 'Succeeded', 'Failed'];
  assert.deepEqual(
    phases.map((phase) => disruptsNobody(pod(phase, 'True'))),
    [true, false, false, true, true],
  );
  assert.equal(disruptsNobody(pod('Running', 'True', { deletionTimestamp: nowTimestamp })), true);
});

const uncounted: readonly [ready: 'True' | 'False', policy: string | undefined, current: number, desired: number, expected: boolean][] = [
  ['True', 'AlwaysAllow', 3, 1, false],
  ['False', 'AlwaysAllow', 0, 1, true],
  ['False', 'IfHealthyBudget', 1, 2, false],
  ['False', 'IfHealthyBudget', 2, 2, true],
  ['False', undefined, 2, 2, true],
  ['False', undefined, 1, 2, false],
  ['False', undefined, 0, 0, false],
];
for (const [ready, policy, currentHealthy, desiredHealthy, expected] of uncounted) {
  test(`a pod that is ready: ${ready}, by ${policy ?? 'no policy'}, ${currentHealthy} of ${desiredHealthy} healthy, goes unasked: ${expected}`, () => {
    const spec = policy === undefined ? {} : { unhealthyPodEvictionPolicy: policy };
    assert.equal(isUncounted(pod('Running', ready), budget({ currentHealthy, desiredHealthy }, spec)), expected);
  });
}

test('a disruption that is spent is remembered, and the last one tells that there are no more', () => {
  const { status } = spent(budget({ disruptionsAllowed: 2, disruptedPods: { a: 't' } }), 'p', { nowTimestamp });
  assert.deepEqual([status.disruptionsAllowed, status.disruptedPods, status.conditions], [1, { a: 't', p: nowTimestamp }, undefined]);
  const last = spent(budget({ disruptionsAllowed: 1 }), 'p', { nowTimestamp }).status;
  assert.deepEqual(
    last.conditions?.map(({ type, status: state, reason }) => [type, state, reason]),
    [['DisruptionAllowed', 'False', 'InsufficientPods']],
  );
});

const failed = (reason: string, message: string) => [{ type: 'DisruptionAllowed', status: 'False', reason, message }];
const none = 'does not allow evicting pods currently';
const refusals: readonly [what: string, of: PodDisruptionBudget, code: number, message: RegExp, retryAfterSeconds?: number][] = [
  ['not worked out yet', budget({}, { generation: 2 }), 429, /^The disruption budget web is still being processed by the server\.$/, 10],
  ['less than nothing', budget({ disruptionsAllowed: -1 }), 403, /disruptions allowed is negative/],
  [
    'too many under way',
    budget({ disruptionsAllowed: 1, disruptedPods: Object.fromEntries(Array.from({ length: 2001 }, (_, index) => [`p${index}`, 't'])) }),
    403,
    /DisruptedPods map too big/,
  ],
  ['too few', budget({ disruptionsAllowed: 0, currentHealthy: 1, desiredHealthy: 2 }), 429, /needs 2 healthy pods and has 1 currently$/],
  ['enough, for now', budget({ disruptionsAllowed: 0, currentHealthy: 3, desiredHealthy: 2 }), 429, new RegExp(`web ${none}$`)],
  [
    'a reason',
    budget({ disruptionsAllowed: 0, currentHealthy: 3, desiredHealthy: 2, conditions: failed('Because', 'so') }),
    429,
    new RegExp(`${none} \\(Because\\): so$`),
  ],
  [
    'failed to be worked out',
    budget({ disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 2, conditions: failed('SyncFailed', 'no') }),
    429,
    new RegExp(`${none} because it failed sync: no$`),
  ],
];
for (const [what, of, code, message, retryAfterSeconds] of refusals) {
  test(`nothing is spent of a budget that has ${what}: ${code}`, () => {
    assert.throws(
      () => spent(of, 'p', { nowTimestamp }),
      (error) => {
        assert(ApiError.is(error));
        const [cause] = error.status.details?.causes ?? [];
        assert.equal(error.status.code, code);
        assert.match(cause?.message ?? error.status.message ?? '', message);
        assert.equal(error.status.details?.retryAfterSeconds, retryAfterSeconds);
        if (code === 429) assert.equal(cause?.reason, 'DisruptionBudget');
        return true;
      },
    );
  });
}
