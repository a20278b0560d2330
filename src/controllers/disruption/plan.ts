import type { PodDisruptionBudget, PodDisruptionBudgetStatus } from '../../kinds/policy/pod-disruption-budget.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { isPodReady, isPodTerminal, podCondition } from '../../kinds/core/pod/readiness.ts';
import { isSame } from '../../kinds/same.ts';
import { setCondition } from '../../model/conditions.ts';
import { scaledValue } from '../../model/int-or-string.ts';
import { formatTime } from '../../model/timestamp.ts';
import { PodDisruptionBudgetStatus as statusSchema } from '../../kinds/policy/pod-disruption-budget.ts';

/** How long an eviction that was allowed may take to show in the pod. */
const evictionMs = 2 * 60_000;
/** How long a pod may be said to be about to be disrupted without being so. */
const staleMs = 2 * 60_000;

export interface Expectation {
  readonly expected: number;
  readonly desired: number;
}

/** Whether the number of pods depends on how large their controllers are meant to be. */
export const needsScale = ({ spec }: PodDisruptionBudget): boolean =>
  spec.maxUnavailable !== undefined || typeof spec.minAvailable === 'string';

/** How many pods there should be, and how many of them healthy, given how many there are or their controllers want. */
export function expectationOf({ spec: { minAvailable, maxUnavailable } }: PodDisruptionBudget, count: number): Expectation {
  if (maxUnavailable !== undefined) {
    return { expected: count, desired: Math.max(0, count - scaledValue(maxUnavailable, count, { roundUp: true })) };
  }
  if (minAvailable === undefined) return { expected: 0, desired: 0 };
  return { expected: count, desired: scaledValue(minAvailable, count, { roundUp: true }) };
}

export interface Disrupted {
  /** Pods whose eviction was allowed and is not seen yet, with when it was. */
  readonly pending: Readonly<Record<string, string>>;
  /** Pods that should have gone by now. */
  readonly overdue: readonly Pod[];
  readonly recheckMs?: number;
}

export function disruptedPods({ status }: PodDisruptionBudget, pods: readonly Pod[], nowMs: number): Disrupted {
  const pending: Record<string, string> = {};
  const overdue: Pod[] = [];
  let recheckMs: number | undefined;
  for (const pod of pods) {
    const time = status.disruptedPods?.[pod.metadata.name];
    if (!time || pod.metadata.deletionTimestamp !== undefined) continue;
    const leftMs = Date.parse(time) + evictionMs - nowMs;
    if (leftMs < 0) overdue.push(pod);
    else {
      pending[pod.metadata.name] = time;
      recheckMs = Math.min(recheckMs ?? leftMs, leftMs);
    }
  }
  return { pending, overdue, ...(recheckMs !== undefined && { recheckMs }) };
}

interface Counted {
  readonly pods: readonly Pod[];
  readonly expectation: Expectation;
  readonly pending: Readonly<Record<string, string>>;
}

/** The status as it should be; the same object when it is so already. */
export function statusOf(budget: PodDisruptionBudget, { pods, expectation, pending }: Counted, nowMs: number): PodDisruptionBudgetStatus {
  const isPending = ({ metadata }: Pod) => Date.parse(pending[metadata.name] ?? '') + evictionMs > nowMs;
  const currentHealthy = pods.filter((pod) => pod.metadata.deletionTimestamp === undefined && !isPending(pod) && isPodReady(pod)).length;
  const { expected, desired } = expectation;
  const disruptionsAllowed = expected > 0 ? Math.max(0, currentHealthy - desired) : 0;
  const observedGeneration = budget.metadata.generation ?? 0;
  const condition = {
    type: 'DisruptionAllowed',
    status: disruptionsAllowed > 0 ? 'True' : 'False',
    reason: disruptionsAllowed > 0 ? 'SufficientPods' : 'InsufficientPods',
    message: '',
    observedGeneration,
  } as const;
  const status: PodDisruptionBudgetStatus = {
    observedGeneration,
    currentHealthy,
    desiredHealthy: desired,
    expectedPods: expected,
    disruptionsAllowed,
    ...(Object.keys(pending).length > 0 && { disruptedPods: { ...pending } }),
    conditions: setCondition(budget.status.conditions, condition, { nowTimestamp: formatTime(nowMs) }),
  };
  return isSame(statusSchema, budget.status, status) ? budget.status : status;
}

/** When nothing can be said for certain, nobody may be evicted. */
export function failedStatus({ status }: PodDisruptionBudget, error: Error, nowMs: number): PodDisruptionBudgetStatus {
  const { observedGeneration = 0 } = status;
  const condition = {
    type: 'DisruptionAllowed',
    status: 'False',
    reason: 'SyncFailed',
    message: error.message,
    observedGeneration,
  } as const;
  return { ...status, disruptionsAllowed: 0, conditions: setCondition(status.conditions, condition, { nowTimestamp: formatTime(nowMs) }) };
}

/** How long until the pod need no longer be said to be about to be disrupted; undefined when it is not said, or is true. */
export function staleDisruptionMs(pod: Pod, nowMs: number): number | undefined {
  const condition = podCondition(pod, 'DisruptionTarget');
  if (condition?.status !== 'True' || condition.reason === 'TerminationByKubelet') return undefined;
  if (pod.metadata.deletionTimestamp !== undefined || isPodTerminal(pod)) return undefined;
  const sinceMs = Date.parse(condition.lastTransitionTime ?? '');
  return Number.isNaN(sinceMs) ? 0 : Math.max(0, sinceMs + staleMs - nowMs);
}
