import type { ControllerRevision } from '../../kinds/apps/controller-revision.ts';
import type { StatefulSet } from '../../kinds/apps/stateful-set/index.ts';
import type { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { isPodAvailable, isPodTerminal } from '../../kinds/core/pod/readiness.ts';
import { scaledValue } from '../../model/int-or-string.ts';
import type { New } from '../../model/kind.ts';
import { templateOf } from '../revisions/revision.ts';
import { claimName, mustWaitForClaim, withOwners, type Claimant } from './claims.ts';
import { firstOrdinal, isWanted, ordinalOf, podName, wantedReplicas } from './ordinal.ts';
import { hasIdentity, isGoing, isRunningAndReady, isUnavailable, podOf, revisionOf } from './pods.ts';

export type Step =
  | { readonly do: 'create'; readonly pod: New<Pod>; readonly claimant: Claimant }
  | { readonly do: 'delete'; readonly pod: Pod }
  /** Makes the claims that a pod waits for. */
  | { readonly do: 'claim'; readonly claimant: Claimant }
  /** Corrects whose deletion takes the pod's claims along. */
  | { readonly do: 'own claims'; readonly claimant: Claimant }
  /** Gives a pod back its labels and volumes. */
  | { readonly do: 'repair'; readonly pod: Pod; readonly claimant: Claimant };

export interface Plan {
  /** Phase after phase; within one, one step after another, or, in parallel management, all at once. */
  readonly phases: readonly (readonly Step[])[];
  /** How many pods of an old revision give way to new ones. */
  readonly replaced: number;
}

export interface Situation {
  /** Those that the set has. */
  readonly pods: readonly Pod[];
  readonly claimOf: (name: string) => PersistentVolumeClaim | undefined;
  readonly current: ControllerRevision;
  readonly update: ControllerRevision;
  readonly nowMs: number;
  /** Whether `maxUnavailable` counts (KEP-961); pods are replaced one by one otherwise. */
  readonly allowsMaxUnavailable: boolean;
}

export const isParallel = ({ spec }: StatefulSet): boolean => spec.podManagementPolicy === 'Parallel';

/** What to do now. In ordered management, nothing more than the first thing that others have to wait for. */
export function plan(set: StatefulSet, situation: Situation): Plan {
  if (set.metadata.deletionTimestamp !== undefined) return { phases: [], replaced: 0 };
  const byOrdinal = new Map(situation.pods.map((pod) => [ordinalOf(pod), pod]));
  const replicas = Array.from({ length: wantedReplicas(set) }, (_, index): Replica => {
    const ordinal = firstOrdinal(set) + index;
    return { ordinal, pod: byOrdinal.get(ordinal) };
  });
  const condemned = situation.pods.filter((pod) => ordinalOf(pod) >= 0 && !isWanted(set, ordinalOf(pod))).toSorted(byOrdinalDescending);

  const kept = keepReplicas(set, replicas, situation);
  if (kept.waits) return { phases: [kept.steps], replaced: 0 };
  const owned = condemned.map(claimantOf).flatMap((claimant) => ownClaims(set, claimant, situation));
  const removed = removeCondemned(set, { condemned, replicas, situation });
  const phases = [kept.steps, owned, removed.steps];
  if (removed.waits || set.spec.updateStrategy?.type === 'OnDelete') return { phases, replaced: 0 };
  const outdated = situation.allowsMaxUnavailable
    ? outdatedWithin(maxUnavailable(set), set, { replicas, situation })
    : nextOutdated(set, { replicas, situation });
  return { phases: [...phases, outdated.map((pod) => ({ do: 'delete', pod }))], replaced: outdated.length };
}

interface Replica {
  readonly ordinal: number;
  readonly pod: Pod | undefined;
}

interface Steps {
  readonly steps: readonly Step[];
  /** Nothing more is to be done before something else happens. */
  readonly waits: boolean;
}

const byOrdinalDescending = (a: Pod, b: Pod): number => ordinalOf(b) - ordinalOf(a);

const claimantOf = (pod: Pod): Claimant => ({ ordinal: ordinalOf(pod), name: pod.metadata.name, uid: pod.metadata.uid });

/** Sees to it that each wanted pod is there, runs and has what it needs. */
function keepReplicas(set: StatefulSet, replicas: readonly Replica[], situation: Situation): Steps {
  const steps: Step[] = [];
  for (const replica of replicas) {
    const kept = keepReplica(set, replica, situation);
    steps.push(...kept.steps);
    if (kept.waits && !isParallel(set)) return { steps, waits: true };
  }
  return { steps, waits: false };
}

function keepReplica(set: StatefulSet, { ordinal, pod }: Replica, situation: Situation): Steps {
  if (!pod) return makeReplica(set, ordinal, situation);
  if (isPodTerminal(pod)) return { steps: isGoing(pod) ? [] : [{ do: 'delete', pod }], waits: true };
  const claimant = claimantOf(pod);
  const claims: Step[] = pod.status.phase === 'Pending' && hasTemplates(set) ? [{ do: 'claim', claimant }] : [];
  const { minReadySeconds = 0 } = set.spec;
  const isSettled = !isGoing(pod) && isRunningAndReady(pod) && isPodAvailable(pod, minReadySeconds, situation.nowMs);
  if (!isSettled && !isParallel(set)) return { steps: claims, waits: true };
  const repair: readonly Step[] = hasIdentity(set, pod) ? ownClaims(set, claimant, situation) : [{ do: 'repair', pod, claimant }];
  return { steps: [...claims, ...repair], waits: false };
}

const hasTemplates = ({ spec }: StatefulSet): boolean => (spec.volumeClaimTemplates?.length ?? 0) > 0;

function makeReplica(set: StatefulSet, ordinal: number, situation: Situation): Steps {
  const claimant = { ordinal, name: podName(set, ordinal) };
  if (claimsOf(set, claimant, situation).some((claim) => mustWaitForClaim(set, claim, claimant))) return { steps: [], waits: true };
  const revision = isOfCurrentRevision(set, ordinal) ? situation.current : situation.update;
  const pod = podOf(set, ordinal, { template: templateOf(revision), revision: revision.metadata.name });
  return { steps: [{ do: 'create', pod, claimant }], waits: true };
}

/** Below the partition nothing is updated; without one, only as many as have been are. */
function isOfCurrentRevision(set: StatefulSet, ordinal: number): boolean {
  const { type, rollingUpdate } = set.spec.updateStrategy ?? {};
  if (rollingUpdate) return ordinal < firstOrdinal(set) + (rollingUpdate.partition ?? 0);
  return type === 'RollingUpdate' && ordinal < firstOrdinal(set) + (set.status.currentReplicas ?? 0);
}

const claimsOf = (set: StatefulSet, { ordinal }: Claimant, { claimOf }: Situation): readonly PersistentVolumeClaim[] =>
  (set.spec.volumeClaimTemplates ?? []).flatMap(({ metadata }) => claimOf(claimName(set, metadata.name, ordinal)) ?? []);

const ownClaims = (set: StatefulSet, claimant: Claimant, situation: Situation): readonly Step[] =>
  claimsOf(set, claimant, situation).some((claim) => withOwners(set, claim, claimant)) ? [{ do: 'own claims', claimant }] : [];

interface Scaling {
  readonly condemned: readonly Pod[];
  readonly replicas: readonly Replica[];
  readonly situation: Situation;
}

/** Removes what is beyond the wanted number, the highest first. */
function removeCondemned(set: StatefulSet, { condemned, replicas, situation }: Scaling): Steps {
  if (isParallel(set)) {
    return { steps: condemned.filter((pod) => !isGoing(pod)).map((pod) => ({ do: 'delete', pod })), waits: false };
  }
  const [highest] = condemned;
  if (!highest) return { steps: [], waits: false };
  const isHealthy = isRunningAndReady(highest) && isPodAvailable(highest, set.spec.minReadySeconds ?? 0, situation.nowMs);
  // One that is not well waits for those below it, lest two are missing at once.
  if (isGoing(highest) || (!isHealthy && highest !== firstUnavailable(set, { condemned, replicas, situation })))
    return { steps: [], waits: true };
  return { steps: [{ do: 'delete', pod: highest }], waits: true };
}

const firstUnavailable = (set: StatefulSet, { condemned, replicas, situation }: Scaling): Pod | undefined =>
  [...replicas.map(({ pod }) => pod), ...condemned.toReversed()].find((pod) => pod && isUnavailable(pod, set, situation.nowMs));

interface Rolling {
  readonly replicas: readonly Replica[];
  readonly situation: Situation;
}

const partition = ({ spec }: StatefulSet): number => spec.updateStrategy?.rollingUpdate?.partition ?? 0;

const isOutdated = (pod: Pod, { update }: Situation): boolean => revisionOf(pod) !== update.metadata.name && !isGoing(pod);

/** From the highest down, the first pod of an old revision, provided all above it are available. */
function nextOutdated(set: StatefulSet, { replicas, situation }: Rolling): readonly Pod[] {
  for (const { pod } of replicas.slice(partition(set)).toReversed()) {
    if (!pod) return [];
    if (isOutdated(pod, situation)) return [pod];
    if (isUnavailable(pod, set, situation.nowMs)) return [];
  }
  return [];
}

/** From the highest down, as many pods of an old revision as may be missing beyond those that are. */
function outdatedWithin(limit: number, set: StatefulSet, { replicas, situation }: Rolling): readonly Pod[] {
  const unavailable = replicas.filter(({ pod }) => !pod || isUnavailable(pod, set, situation.nowMs)).length;
  return replicas
    .slice(partition(set))
    .toReversed()
    .flatMap(({ pod }) => (pod && isOutdated(pod, situation) ? [pod] : []))
    .slice(0, Math.max(0, limit - unavailable));
}

const maxUnavailable = (set: StatefulSet): number =>
  Math.max(1, scaledValue(set.spec.updateStrategy?.rollingUpdate?.maxUnavailable ?? 1, wantedReplicas(set), { roundUp: false }));
