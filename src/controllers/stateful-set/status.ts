import type { ControllerRevision } from '../../kinds/apps/controller-revision.ts';
import type { StatefulSet } from '../../kinds/apps/stateful-set/index.ts';
import type { StatefulSetStatus } from '../../kinds/apps/stateful-set/schema.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { isPodAvailable } from '../../kinds/core/pod/readiness.ts';
import { wantedReplicas } from './ordinal.ts';
import { isGoing, isRunningAndReady, revisionOf } from './pods.ts';

export interface Counted {
  readonly pods: readonly Pod[];
  readonly current: ControllerRevision;
  readonly update: ControllerRevision;
  readonly collisionCount: number;
  /** Pods of the current revision that are being replaced just now. */
  readonly replaced: number;
  readonly nowMs: number;
}

/** The status as it should be; the same object when it is so already. */
export function statusOf(set: StatefulSet, { pods, current, update, collisionCount, replaced, nowMs }: Counted): StatefulSetStatus {
  const { minReadySeconds = 0 } = set.spec;
  const count = (predicate: (pod: Pod) => boolean) => pods.filter(predicate).length;
  const isOf = (revision: ControllerRevision) => (pod: Pod) => !isGoing(pod) && revisionOf(pod) === revision.metadata.name;
  const status: StatefulSetStatus = {
    ...(set.status.conditions && { conditions: set.status.conditions }),
    observedGeneration: set.metadata.generation ?? 0,
    replicas: pods.length,
    readyReplicas: count(isRunningAndReady),
    availableReplicas: count((pod) => isRunningAndReady(pod) && isPodAvailable(pod, minReadySeconds, nowMs)),
    currentReplicas: count(isOf(current)) - replaced,
    updatedReplicas: count(isOf(update)),
    currentRevision: current.metadata.name,
    updateRevision: update.metadata.name,
    collisionCount,
  };
  const next = isRolledOut(set, status) ? { ...status, ...asCurrent(status) } : status;
  return isUnchanged(set.status, next) ? set.status : next;
}

function isRolledOut(set: StatefulSet, { updatedReplicas, readyReplicas, replicas }: StatefulSetStatus): boolean {
  const wanted = wantedReplicas(set);
  return set.spec.updateStrategy?.type === 'RollingUpdate' && [updatedReplicas, readyReplicas, replicas].every((count) => count === wanted);
}

/** What was the update is what there is from now on. */
const asCurrent = ({ updatedReplicas = 0, updateRevision = '' }: StatefulSetStatus) => ({
  currentReplicas: updatedReplicas,
  currentRevision: updateRevision,
});

const counts = [
  'observedGeneration',
  'replicas',
  'readyReplicas',
  'availableReplicas',
  'currentReplicas',
  'updatedReplicas',
  'collisionCount',
] as const;

/** Zero and nothing are the same: the API leaves zeroes out. */
const isUnchanged = (before: StatefulSetStatus, after: StatefulSetStatus): boolean =>
  counts.every((name) => (before[name] ?? 0) === (after[name] ?? 0)) &&
  before.currentRevision === after.currentRevision &&
  before.updateRevision === after.updateRevision;
