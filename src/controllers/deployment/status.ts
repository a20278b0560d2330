import type { Deployment } from '../../kinds/apps/deployment/index.ts';
import { DeploymentStatus } from '../../kinds/apps/deployment/schema.ts';
import type { ReplicaSet } from '../../kinds/apps/replica-set/index.ts';
import { isSame } from '../../kinds/same.ts';
import { available, conditionOf, progressing, refreshed, replicaFailure, withCondition, without } from './conditions.ts';
import { maxUnavailable, replicasOf, sum, wantedReplicas } from './limits.ts';

export interface Rollout {
  readonly deployment: Deployment;
  readonly newest: ReplicaSet | undefined;
  readonly old: readonly ReplicaSet[];
}

export const allOf = ({ newest, old }: Rollout): readonly ReplicaSet[] => (newest ? [...old, newest] : old);

/** The status that the replica sets amount to. Conditions other than `Available` stay. */
export function countedStatus(rollout: Rollout, nowMs: number): DeploymentStatus {
  const { deployment, newest } = rollout;
  const all = allOf(rollout);
  const availableReplicas = sum(all, ({ status }) => status.availableReplicas ?? 0);
  const terminatingReplicas = terminatingOf(all);
  const isAvailable = availableReplicas >= wantedReplicas(deployment) - maxUnavailable(deployment);
  const { collisionCount, conditions = [] } = deployment.status;
  return {
    observedGeneration: deployment.metadata.generation ?? 0,
    ...unlessZero({
      replicas: sum(all, ({ status }) => status.replicas),
      updatedReplicas: newest?.status.replicas ?? 0,
      readyReplicas: sum(all, ({ status }) => status.readyReplicas ?? 0),
      availableReplicas,
      unavailableReplicas: Math.max(0, sum(all, replicasOf) - availableReplicas),
    }),
    ...(terminatingReplicas !== undefined && { terminatingReplicas }),
    ...(collisionCount !== undefined && { collisionCount }),
    conditions: [...withCondition(conditions, isAvailable ? enough : tooFew, nowMs)],
  };
}

const enough = {
  type: available,
  status: 'True',
  reason: 'MinimumReplicasAvailable',
  message: 'Deployment has minimum availability.',
} as const;

const tooFew = {
  type: available,
  status: 'False',
  reason: 'MinimumReplicasUnavailable',
  message: 'Deployment does not have minimum availability.',
} as const;

/** The API leaves zeroes out. */
function unlessZero<T extends Record<string, number>>(counts: T): Partial<T> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0)) as Partial<T>; // some of the same entries
}

/** Unknown as long as a replica set that was looked at does not tell. */
function terminatingOf(all: readonly ReplicaSet[]): number | undefined {
  let total = 0;
  for (const { status } of all) {
    if (status.terminatingReplicas !== undefined) total += status.terminatingReplicas;
    else if ((status.observedGeneration ?? 0) !== 0) return undefined;
  }
  return total;
}

/** The status during a rollout: counts, and whether it gets on. */
export function rolloutStatus(rollout: Rollout, nowMs: number): DeploymentStatus {
  const status = countedStatus(rollout, nowMs);
  const progress = progressConditions(rollout, status, nowMs);
  const failed = replicaFailureOf(rollout);
  const conditions = failed ? withFailure(progress, failed) : without(progress, replicaFailure);
  return { ...status, conditions: [...conditions] };
}

type Conditions = readonly NonNullable<DeploymentStatus['conditions']>[number][];

function progressConditions({ deployment, newest }: Rollout, status: DeploymentStatus, nowMs: number): Conditions {
  const conditions = status.conditions ?? [];
  if (!hasProgressDeadline(deployment)) return without(conditions, progressing);
  const current = conditionOf(deployment.status.conditions, progressing);
  const wasComplete = (status.replicas ?? 0) === (status.updatedReplicas ?? 0) && current?.reason === 'NewReplicaSetAvailable';
  if (wasComplete) return conditions;
  const subject = newest ? `ReplicaSet "${newest.metadata.name}"` : `Deployment "${deployment.metadata.name}"`;
  if (isComplete(deployment, status)) {
    const message = `${subject} has successfully progressed.`;
    return withCondition(conditions, { type: progressing, status: 'True', reason: 'NewReplicaSetAvailable', message }, nowMs);
  }
  if (hasProgressed(deployment.status, status)) {
    // The time of the last progress counts, so it is told even when nothing else is new.
    return refreshed(
      conditions,
      { type: progressing, status: 'True', reason: 'ReplicaSetUpdated', message: `${subject} is progressing.` },
      nowMs,
    );
  }
  if (isTimedOut(deployment, conditions, nowMs)) {
    const message = `${subject} has timed out progressing.`;
    return withCondition(conditions, { type: progressing, status: 'False', reason: 'ProgressDeadlineExceeded', message }, nowMs);
  }
  return conditions;
}

/** All wanted replicas are of the newest template and available, and no others are left. */
export function isComplete(deployment: Deployment, status: DeploymentStatus): boolean {
  const wanted = wantedReplicas(deployment);
  const { updatedReplicas = 0, replicas = 0, availableReplicas = 0, observedGeneration = 0 } = status;
  return (
    updatedReplicas === wanted &&
    replicas === wanted &&
    availableReplicas === wanted &&
    observedGeneration >= (deployment.metadata.generation ?? 0)
  );
}

function hasProgressed(before: DeploymentStatus, after: DeploymentStatus): boolean {
  const oldReplicas = ({ replicas = 0, updatedReplicas = 0 }: DeploymentStatus) => replicas - updatedReplicas;
  return (
    (after.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
    oldReplicas(after) < oldReplicas(before) ||
    (after.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (after.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  );
}

/** The greatest int32 stands for no deadline and no limit. */
const unlimited = 2 ** 31 - 1;

export const hasProgressDeadline = ({ spec }: Deployment): boolean =>
  spec.progressDeadlineSeconds !== undefined && spec.progressDeadlineSeconds !== unlimited;

export const historyLimit = ({ spec }: Deployment): number | undefined =>
  spec.revisionHistoryLimit === unlimited ? undefined : spec.revisionHistoryLimit;

function isTimedOut(deployment: Deployment, conditions: Conditions, nowMs: number): boolean {
  const condition = conditionOf(conditions, progressing);
  // A rollout that succeeded has nothing to wait for, even when the condition is old.
  if (!condition || condition.reason === 'NewReplicaSetAvailable') return false;
  return condition.reason === 'ProgressDeadlineExceeded' || deadlineMs(deployment, condition.lastUpdateTime) < nowMs;
}

const deadlineMs = ({ spec }: Deployment, since: string | undefined): number =>
  Date.parse(since ?? '') + (spec.progressDeadlineSeconds ?? 0) * 1000;

/** When to look again whether a rollout that makes no progress has timed out. */
export function nextProgressCheckMs(deployment: Deployment, status: DeploymentStatus, nowMs: number): number | undefined {
  const current = conditionOf(status.conditions, progressing);
  if (!hasProgressDeadline(deployment) || !current) return undefined;
  if (isComplete(deployment, status) || current.reason === 'ProgressDeadlineExceeded') return undefined;
  // A second later, as times are written in whole seconds.
  return Math.max(0, deadlineMs(deployment, current.lastUpdateTime) - nowMs) + 1000;
}

function replicaFailureOf(rollout: Rollout): Conditions[number] | undefined {
  const sets = rollout.newest ? [rollout.newest, ...rollout.old] : rollout.old;
  for (const { status } of sets) {
    const failed = status.conditions?.find(({ type }) => type === replicaFailure);
    if (!failed) continue;
    const { lastTransitionTime } = failed;
    return { ...failed, ...(lastTransitionTime !== undefined && { lastUpdateTime: lastTransitionTime }) };
  }
  return undefined;
}

function withFailure(conditions: Conditions, failed: Conditions[number]): Conditions {
  const current = conditionOf(conditions, replicaFailure);
  if (current?.status === failed.status && current.reason === failed.reason) return conditions;
  return [...without(conditions, replicaFailure), failed];
}

const counts = [
  'observedGeneration',
  'replicas',
  'updatedReplicas',
  'readyReplicas',
  'availableReplicas',
  'unavailableReplicas',
  'terminatingReplicas',
  'collisionCount',
] as const;

export const isSameStatus = (a: DeploymentStatus, b: DeploymentStatus): boolean =>
  counts.every((name) => (a[name] ?? 0) === (b[name] ?? 0)) &&
  isSame(DeploymentStatus.fields.conditions.schema, a.conditions, b.conditions);
