import { ReplicaSetStatus, type ReplicaSetCondition } from '../../kinds/apps/replica-set/schema.ts';
import type { ReplicaSet } from '../../kinds/apps/replica-set/index.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import type { ReplicationController } from '../../kinds/core/replication-controller/index.ts';
import { isPodActive, isPodAvailable, isPodReady } from '../../kinds/core/pod/readiness.ts';
import { isSame } from '../../kinds/same.ts';
import { selectorFromLabels } from '../../model/labels.ts';
import { formatTime } from '../../model/timestamp.ts';
import { deletionOrder } from '../pods/deletion-order.ts';

export type Replicas = ReplicaSet | ReplicationController;

/** How many pods are made or removed in one go at most. */
const burst = 500;

export interface Plan {
  readonly create: number;
  readonly remove: readonly Pod[];
}

/** Related pods are those of all workloads of the same owner, which tell how crowded a node is. */
export function plan(workload: Replicas, active: readonly Pod[], related: () => readonly Pod[], nowMs: number): Plan {
  const surplus = active.length - (workload.spec.replicas ?? 1);
  if (workload.metadata.deletionTimestamp !== undefined || surplus === 0) return { create: 0, remove: [] };
  if (surplus < 0) return { create: Math.min(-surplus, burst), remove: [] };
  const count = Math.min(surplus, burst);
  if (count >= active.length) return { create: 0, remove: active };
  return { create: 0, remove: inDeletionOrder(active, related(), nowMs).slice(0, count) };
}

function inDeletionOrder(pods: readonly Pod[], related: readonly Pod[], nowMs: number): readonly Pod[] {
  const podsOnNode = new Map<string, number>();
  for (const pod of related.filter(isPodActive)) {
    const node = pod.spec.nodeName ?? '';
    podsOnNode.set(node, (podsOnNode.get(node) ?? 0) + 1);
  }
  return pods.toSorted(deletionOrder({ rank: ({ spec }) => podsOnNode.get(spec.nodeName ?? '') ?? 0, nowMs }));
}

export interface Observation {
  readonly active: readonly Pod[];
  /** Left out where the status does not tell. */
  readonly terminating: readonly Pod[] | undefined;
  /** Why pods could not be made or removed. */
  readonly failure: Error | undefined;
}

/** The status as it should be; the same object when it is so already. */
export function statusOf(workload: Replicas, { active, terminating, failure }: Observation, nowMs: number): ReplicaSetStatus {
  const { minReadySeconds = 0, replicas = 1 } = workload.spec;
  const template = selectorFromLabels(workload.spec.template?.metadata?.labels);
  const count = (predicate: (pod: Pod) => boolean) => active.filter(predicate).length;
  const status: ReplicaSetStatus = {
    ...workload.status,
    replicas: active.length,
    fullyLabeledReplicas: count(({ metadata }) => template.matches(metadata.labels)),
    readyReplicas: count(isPodReady),
    availableReplicas: count((pod) => isPodAvailable(pod, minReadySeconds, nowMs)),
    ...(terminating && { terminatingReplicas: terminating.length }),
    conditions: conditionsOf(workload, { failure, surplus: active.length - replicas, nowMs }),
    observedGeneration: workload.metadata.generation ?? 0,
  };
  return isUnchanged(workload.status, status) ? workload.status : status;
}

const failureType = 'ReplicaFailure';

function conditionsOf(
  { status }: Replicas,
  { failure, surplus, nowMs }: { failure: Error | undefined; surplus: number; nowMs: number },
): ReplicaSetCondition[] {
  const conditions = status.conditions ?? [];
  const known = conditions.some(({ type }) => type === failureType);
  if (failure && known) return conditions;
  const others = conditions.filter(({ type }) => type !== failureType);
  if (!failure) return others;
  const reason = surplus < 0 ? 'FailedCreate' : surplus > 0 ? 'FailedDelete' : '';
  return [...others, { type: failureType, status: 'True', reason, message: failure.message, lastTransitionTime: formatTime(nowMs) }];
}

/** Zero and nothing are the same in a status: the API leaves zeroes out. */
function isUnchanged(before: ReplicaSetStatus, after: ReplicaSetStatus): boolean {
  const counts = ['replicas', 'fullyLabeledReplicas', 'readyReplicas', 'availableReplicas', 'observedGeneration'] as const;
  return (
    counts.every((name) => (before[name] ?? 0) === (after[name] ?? 0)) &&
    // This one is told even when it is zero.
    before.terminatingReplicas === after.terminatingReplicas &&
    isSame(ReplicaSetStatus.fields.conditions.schema, before.conditions, after.conditions)
  );
}
