import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HorizontalPodAutoscalerBehavior } from '../../kinds/autoscaling/horizontal-pod-autoscaler/schema.ts';
import { startMs } from '../testing/builders.ts';
import { normalize, withEvent, type History } from './behavior.ts';

const nowMs = startMs + 3_600_000;
const none: History = { recommendations: [], events: [] };
const ago = (seconds: number) => nowMs - seconds * 1000;
const recommended = (...pairs: readonly (readonly [replicas: number, secondsAgo: number])[]): History => ({
  ...none,
  recommendations: pairs.map(([replicas, seconds]) => ({ replicas, atMs: ago(seconds) })),
});
const changed = (...pairs: readonly (readonly [change: number, secondsAgo: number])[]): History => ({
  ...none,
  events: pairs.map(([change, seconds]) => ({ change, atMs: ago(seconds) })),
});

const policies = (selectPolicy: string, ...list: readonly (readonly [type: string, value: number, periodSeconds: number])[]) => ({
  selectPolicy,
  policies: list.map(([type, value, periodSeconds]) => ({ type, value, periodSeconds })),
});
const behavior = (scaleUp: object, scaleDown: object = {}): HorizontalPodAutoscalerBehavior => ({
  scaleUp: { stabilizationWindowSeconds: 0, ...policies('Max', ['Percent', 100, 15]), ...scaleUp },
  scaleDown: { stabilizationWindowSeconds: 0, ...policies('Max', ['Percent', 100, 15]), ...scaleDown },
});

const cases: readonly (readonly [
  what: string,
  sizes: readonly [current: number, desired: number],
  behavior: HorizontalPodAutoscalerBehavior | undefined,
  history: History,
  result: string,
])[] = [
  ['within the limits', [3, 4], undefined, none, '4 ReadyForNewScale DesiredWithinRange'],
  ['at most doubles', [5, 11], undefined, none, '10 ReadyForNewScale ScaleUpLimit'],
  ['goes to four at once', [1, 9], undefined, none, '4 ReadyForNewScale ScaleUpLimit'],
  ['is never more than the maximum', [15, 25], undefined, none, '20 ReadyForNewScale TooManyReplicas'],
  ['is never less than the minimum', [3, 1], undefined, none, '2 ReadyForNewScale TooFewReplicas'],
  ['waits before it goes down', [8, 3], undefined, recommended([7, 200]), '7 ScaleDownStabilized DesiredWithinRange'],
  ['forgets what was recommended long ago', [8, 3], undefined, recommended([7, 301]), '3 ReadyForNewScale DesiredWithinRange'],
  [
    'waits before it goes up, if it has to',
    [3, 9],
    behavior({ stabilizationWindowSeconds: 60 }),
    recommended([4, 30]),
    '4 ScaleUpStabilized DesiredWithinRange',
  ],
  [
    'waits before it goes down as long as it has to',
    [9, 3],
    behavior({}, { stabilizationWindowSeconds: 60 }),
    recommended([6, 30]),
    '6 ScaleDownStabilized DesiredWithinRange',
  ],
  ['goes up by so many pods', [3, 9], behavior(policies('Max', ['Pods', 2, 60])), none, '5 ReadyForNewScale ScaleUpLimit'],
  [
    'counts what was added in the period',
    [5, 9],
    behavior(policies('Max', ['Pods', 3, 60])),
    changed([2, 30]),
    '6 ReadyForNewScale ScaleUpLimit',
  ],
  [
    'does not count what was added before',
    [5, 9],
    behavior(policies('Max', ['Pods', 3, 60])),
    changed([2, 61]),
    '8 ReadyForNewScale ScaleUpLimit',
  ],
  [
    'takes the policy that allows most',
    [4, 18],
    behavior(policies('Max', ['Pods', 1, 60], ['Percent', 100, 60])),
    none,
    '8 ReadyForNewScale ScaleUpLimit',
  ],
  [
    'takes the policy that allows least, if told to',
    [4, 18],
    behavior(policies('Min', ['Pods', 1, 60], ['Percent', 100, 60])),
    none,
    '5 ReadyForNewScale ScaleUpLimit',
  ],
  ['does not go up where that is disabled', [4, 18], behavior({ selectPolicy: 'Disabled' }), none, '4 ReadyForNewScale ScaleUpLimit'],
  ['goes down by so many pods', [9, 3], behavior({}, policies('Max', ['Pods', 2, 60])), none, '7 ReadyForNewScale ScaleDownLimit'],
  ['goes down by so much', [9, 3], behavior({}, policies('Max', ['Percent', 10, 60])), none, '8 ReadyForNewScale ScaleDownLimit'],
  [
    'goes down by as little as told to',
    [9, 3],
    behavior({}, policies('Min', ['Pods', 4, 60], ['Percent', 10, 60])),
    none,
    '8 ReadyForNewScale ScaleDownLimit',
  ],
];

for (const [what, [current, desired], rules, history, result] of cases) {
  test(`the number of pods ${what}`, () => {
    const normalized = normalize({ current, desired, min: 2, max: 20 }, rules, history, nowMs);
    const reasons = normalized.conditions.map(({ reason }) => reason);
    assert.equal([normalized.desired, ...reasons].join(' '), result);
    assert.deepEqual(normalized.recommendations.at(-1), { replicas: desired, atMs: nowMs });
  });
}

test('changes are remembered as long as a policy asks for them', () => {
  const rules = behavior(policies('Max', ['Pods', 1, 60]));
  assert.deepEqual(withEvent(rules, changed([1, 61], [2, 59]), -3, nowMs), [
    { change: 2, atMs: ago(59) },
    { change: -3, atMs: nowMs },
  ]);
  assert.deepEqual(withEvent(undefined, none, 1, nowMs), []);
});
