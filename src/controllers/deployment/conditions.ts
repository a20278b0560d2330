import type { DeploymentCondition } from '../../kinds/apps/deployment/schema.ts';
import { formatTime } from '../../model/timestamp.ts';

type Conditions = readonly DeploymentCondition[];

export const progressing = 'Progressing';
export const available = 'Available';
export const replicaFailure = 'ReplicaFailure';

export interface ConditionText {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message: string;
}

export const conditionOf = (conditions: Conditions | undefined, type: string): DeploymentCondition | undefined =>
  conditions?.find((condition) => condition.type === type);

export const without = (conditions: Conditions, type: string): Conditions =>
  conditions.some((condition) => condition.type === type) ? conditions.filter((condition) => condition.type !== type) : conditions;

/** With the condition at the end; as they are when it has this status and reason already. */
export function withCondition(conditions: Conditions, condition: ConditionText, nowMs: number): Conditions {
  const current = conditionOf(conditions, condition.type);
  if (current?.status === condition.status && current.reason === condition.reason) return conditions;
  return refreshed(conditions, condition, nowMs);
}

/** The same, but updated even when only time has passed. */
export function refreshed(conditions: Conditions, condition: ConditionText, nowMs: number): Conditions {
  const current = conditionOf(conditions, condition.type);
  const now = formatTime(nowMs);
  const lastTransitionTime = current?.status === condition.status ? current.lastTransitionTime : now;
  return [
    ...without(conditions, condition.type),
    { ...condition, lastUpdateTime: now, ...(lastTransitionTime !== undefined && { lastTransitionTime }) },
  ];
}
