import type { Deployment } from '../../kinds/apps/deployment/index.ts';
import type { ReplicaSet } from '../../kinds/apps/replica-set/index.ts';
import { desiredReplicas, maxReplicas } from './annotations.ts';
import { isActive, isRollingUpdate, maxSurge, maxUnavailable, newReplicaCount, replicasOf, sum, wantedReplicas } from './limits.ts';
import { allOf, type Rollout } from './status.ts';
import { byAge } from './template.ts';

export interface Scaling {
  readonly replicaSet: ReplicaSet;
  readonly replicas: number;
  /** Note the deployment's size on the replica set even when its own stays as it is. */
  readonly noteSize?: boolean;
}

/** Whether the deployment's size was changed since its replica sets were last scaled. */
export const isResized = (rollout: Rollout): boolean =>
  allOf(rollout)
    .filter(isActive)
    .some((replicaSet) => {
      const desired = desiredReplicas(replicaSet);
      return desired !== undefined && desired !== wantedReplicas(rollout.deployment);
    });

/** For a change of size: keeps the proportions of a rollout under way, so that it gets neither ahead nor back. */
export function resize(rollout: Rollout): readonly Scaling[] {
  const { deployment, newest, old } = rollout;
  const wanted = wantedReplicas(deployment);
  const active = allOf(rollout).filter(isActive);
  const only = active.length === 0 ? (newest ?? old.toSorted(byAge).at(-1)) : active.length === 1 ? active[0] : undefined;
  if (only) return [{ replicaSet: only, replicas: wanted }];
  if (active.length === 0) return [];
  if (isSaturated(deployment, newest)) return old.filter(isActive).map((replicaSet) => ({ replicaSet, replicas: 0 }));
  return isRollingUpdate(deployment) ? inProportion(deployment, active) : [];
}

/** The newest replica set has all that is wanted, and both it and the deployment know. */
const isSaturated = (deployment: Deployment, newest: ReplicaSet | undefined): boolean => {
  const wanted = wantedReplicas(deployment);
  return (
    newest !== undefined &&
    replicasOf(newest) === wanted &&
    desiredReplicas(newest) === wanted &&
    (newest.status.availableReplicas ?? 0) === wanted
  );
};

function inProportion(deployment: Deployment, active: readonly ReplicaSet[]): readonly Scaling[] {
  const wanted = wantedReplicas(deployment);
  const allowed = wanted > 0 ? wanted + maxSurge(deployment) : 0;
  const toAdd = allowed - sum(active, replicasOf);
  const sorted = toAdd === 0 ? active : active.toSorted(bySize(toAdd > 0 ? 'newest first' : 'oldest first'));
  let added = 0;
  const scalings = sorted.map((replicaSet) => {
    const share = toAdd === 0 ? 0 : shareOf(replicaSet, deployment, toAdd, added);
    added += share;
    return { replicaSet, replicas: replicasOf(replicaSet) + share, noteSize: true };
  });
  const [largest, ...others] = scalings;
  // What rounding leaves over is the largest one's.
  return largest ? [{ ...largest, replicas: Math.max(0, largest.replicas + toAdd - added) }, ...others] : [];
}

const bySize =
  (ties: 'newest first' | 'oldest first') =>
  (a: ReplicaSet, b: ReplicaSet): number =>
    replicasOf(b) - replicasOf(a) || (ties === 'oldest first' ? byAge(a, b) : byAge(b, a));

function shareOf(replicaSet: ReplicaSet, deployment: Deployment, toAdd: number, added: number): number {
  if (toAdd === added) return 0;
  const fraction = fractionOf(replicaSet, deployment);
  return toAdd > 0 ? Math.min(fraction, toAdd - added) : Math.max(fraction, toAdd - added);
}

function fractionOf(replicaSet: ReplicaSet, deployment: Deployment): number {
  const size = replicasOf(replicaSet);
  const wanted = wantedReplicas(deployment);
  if (wanted === 0) return -size;
  // Somebody may have removed the note; then the present size has to do.
  const before = maxReplicas(replicaSet) || (deployment.status.replicas ?? 0);
  return before === 0 ? 0 : Math.round((size * (wanted + maxSurge(deployment))) / before) - size;
}

/** The next step of a rolling update that makes the newest replica set larger, or smaller where it is too large. */
export function scaleNewest(rollout: Rollout): Scaling | undefined {
  const { deployment, newest } = rollout;
  if (!newest) return undefined;
  const wanted = wantedReplicas(deployment);
  const size = replicasOf(newest);
  if (size === wanted) return undefined;
  const replicas = size > wanted ? wanted : newReplicaCount(deployment, allOf(rollout), size);
  return replicas === size ? undefined : { replicaSet: newest, replicas };
}

/**
 * The next steps of a rolling update that make old replica sets smaller: first by what is not available anyway, then by
 * as much as leaves enough available. In order; a replica set can have two steps.
 */
export function scaleDownOld(rollout: Rollout): readonly Scaling[] {
  const { deployment, newest } = rollout;
  const old = rollout.old.filter(isActive).toSorted(byAge);
  if (!newest || old.length === 0) return [];
  const minAvailable = wantedReplicas(deployment) - maxUnavailable(deployment);
  const newestUnavailable = replicasOf(newest) - availableOf(newest);
  const limit = sum(allOf(rollout), replicasOf) - minAvailable - newestUnavailable;
  if (limit <= 0) return [];

  const unhealthy = takeFrom(old, limit, (replicaSet) => replicasOf(replicaSet) - availableOf(replicaSet));
  const left = old.map(
    (replicaSet) => unhealthy.find((scaling) => scaling.replicaSet === replicaSet) ?? { replicaSet, replicas: replicasOf(replicaSet) },
  );
  const surplus = sum([...old, newest], availableOf) - minAvailable;
  const sizes = new Map(left.map(({ replicaSet, replicas }) => [replicaSet, replicas]));
  return [...unhealthy, ...takeFrom(old, surplus, (replicaSet) => sizes.get(replicaSet) ?? 0, sizes)];
}

/** Those that will stay. A replica set that was just made smaller tells of more until it has seen to that. */
const availableOf = (replicaSet: ReplicaSet): number => Math.min(replicasOf(replicaSet), replicaSet.status.availableReplicas ?? 0);

/** Takes up to so many from the replica sets in turn, of each what it can give. */
function takeFrom(
  replicaSets: readonly ReplicaSet[],
  limit: number,
  givesOf: (replicaSet: ReplicaSet) => number,
  sizes?: ReadonlyMap<ReplicaSet, number>,
): readonly Scaling[] {
  const scalings: Scaling[] = [];
  let taken = 0;
  for (const replicaSet of replicaSets) {
    const count = Math.min(givesOf(replicaSet), limit - taken);
    if (count <= 0) continue;
    taken += count;
    scalings.push({ replicaSet, replicas: (sizes?.get(replicaSet) ?? replicasOf(replicaSet)) - count });
  }
  return scalings;
}
