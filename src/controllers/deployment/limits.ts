import type { Deployment } from '../../kinds/apps/deployment/index.ts';
import type { ReplicaSet } from '../../kinds/apps/replica-set/index.ts';
import { scaledValue } from '../../model/int-or-string.ts';

export const isRollingUpdate = ({ spec }: Deployment): boolean => spec.strategy?.type === 'RollingUpdate';

export const wantedReplicas = ({ spec }: Deployment): number => spec.replicas ?? 1;

export const replicasOf = ({ spec }: ReplicaSet): number => spec.replicas ?? 1;

/** The pods it has, or is to have. One that was just made smaller still has those that it is about to end. */
const podsOf = (replicaSet: ReplicaSet): number => Math.max(replicasOf(replicaSet), replicaSet.status.replicas ?? 0);

export const sum = (replicaSets: readonly ReplicaSet[], count: (replicaSet: ReplicaSet) => number): number =>
  replicaSets.reduce((total, replicaSet) => total + count(replicaSet), 0);

export const isActive = (replicaSet: ReplicaSet): boolean => replicasOf(replicaSet) > 0;

/** How many pods there may be beyond those wanted. */
export const maxSurge = (deployment: Deployment): number => (isRollingUpdate(deployment) ? bounds(deployment).surge : 0);

/** How many of those wanted may be missing. */
export function maxUnavailable(deployment: Deployment): number {
  const wanted = wantedReplicas(deployment);
  if (!isRollingUpdate(deployment) || wanted === 0) return 0;
  return Math.min(bounds(deployment).unavailable, wanted);
}

function bounds(deployment: Deployment): { surge: number; unavailable: number } {
  const { maxSurge: surgeLimit = 0, maxUnavailable: unavailableLimit = 0 } = deployment.spec.strategy?.rollingUpdate ?? {};
  const wanted = wantedReplicas(deployment);
  const surge = scaledValue(surgeLimit, wanted, { roundUp: true });
  const unavailable = scaledValue(unavailableLimit, wanted, { roundUp: false });
  // Not both are zero as given, but rounding may make them so, and then nothing would ever move.
  return surge === 0 && unavailable === 0 ? { surge, unavailable: 1 } : { surge, unavailable };
}

/** How large the newest replica set may be now, given all of them with itself. */
export function newReplicaCount(deployment: Deployment, all: readonly ReplicaSet[], current: number): number {
  const wanted = wantedReplicas(deployment);
  if (!isRollingUpdate(deployment)) return wanted;
  const limit = wanted + scaledValue(deployment.spec.strategy?.rollingUpdate?.maxSurge ?? 0, wanted, { roundUp: true });
  const total = sum(all, podsOf);
  return total >= limit ? current : current + Math.min(limit - total, wanted - current);
}
