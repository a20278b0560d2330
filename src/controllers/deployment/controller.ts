import { Deployment } from '../../kinds/apps/deployment/index.ts';
import { DeploymentStatus } from '../../kinds/apps/deployment/schema.ts';
import { ReplicaSet } from '../../kinds/apps/replica-set/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { isPodTerminal } from '../../kinds/core/pod/readiness.ts';
import { selectorFromObject } from '../../model/labels.ts';
import { controllerOf } from '../../model/owner-references.ts';
import type { Cache } from '../../runtime/cache.ts';
import { defineController, on, type Context } from '../../runtime/controller.ts';
import type { Work } from '../../runtime/work-queue.ts';
import { claim } from '../claim.ts';
import { sameAnnotations } from './annotations.ts';
import { conditionOf, progressing, withCondition } from './conditions.ts';
import { isActive, isRollingUpdate, sum, wantedReplicas } from './limits.ts';
import { rollBack, rollbackRevision } from './rollback.ts';
import { cleanUp, createNewest, scale, syncNewest, writeStatus } from './replica-sets.ts';
import { isResized, resize, scaleDownOld, scaleNewest } from './scaling.ts';
import {
  countedStatus,
  hasProgressDeadline,
  isComplete,
  isSameStatus,
  nextProgressCheckMs,
  rolloutStatus,
  type Rollout,
} from './status.ts';
import { newestOf } from './template.ts';

export const deploymentController = defineController({
  name: 'deployment',
  for: Deployment,
  owns: [ReplicaSet],
  wakes: [
    on(ReplicaSet, (replicaSet, { isDeleted, cache }) => {
      if (isDeleted || controllerOf(replicaSet) || !replicaSet.metadata.labels) return [];
      return cache
        .list(Deployment, replicaSet.metadata.namespace)
        .filter((deployment) => wants(deployment, replicaSet))
        .map(({ metadata }) => metadata);
    }),
    // Recreate goes on once the last old pod is gone.
    on(Pod, (pod, { isDeleted, cache }) => {
      const deployment = isDeleted ? deploymentOf(pod, cache) : undefined;
      if (!deployment || isRollingUpdate(deployment)) return [];
      const left = cache.owned(ReplicaSet, deployment).some((replicaSet) => cache.owned(Pod, replicaSet).length > 0);
      return left ? [] : [deployment.metadata];
    }),
  ],
  workers: 5,

  async reconcile(deployment, context) {
    if (selectsAll(deployment)) {
      await refuse(deployment, context);
      return undefined;
    }
    const replicaSets = await replicaSetsOf(deployment, context);
    const newest = newestOf(deployment, replicaSets);
    const old = replicaSets.filter((replicaSet) => replicaSet !== newest);
    const rollout: Rollout = { deployment: withPauseCondition(deployment, context.clock.now()), newest, old };
    if (deployment.metadata.deletionTimestamp !== undefined) {
      return finish(deployment, { ...rollout, deployment }, { status: countedStatus, context });
    }
    const synced = newest ? await syncNewest({ ...rollout, newest }, context) : rollout;
    const goBackTo = deployment.spec.paused ? undefined : rollbackRevision(deployment);
    if (goBackTo !== undefined) {
      // The present template gets a revision, too, or there would be no way back to it.
      const noted = synced.newest ? synced : await createNewest(synced, context);
      if (noted) await rollBack({ ...noted, deployment }, goBackTo, context);
      return undefined;
    }
    if (deployment.spec.paused || isResized(synced)) {
      const resized = await scale(synced, resize(synced), context);
      if (deployment.spec.paused) await cleanUp(resized, context);
      return finish(deployment, resized, { status: countedStatus, context });
    }
    const rolled = isRollingUpdate(deployment) ? await roll(synced, context) : await recreate(synced, context);
    return rolled && finish(deployment, rolled, { status: rolloutStatus, context });
  },
});

const wants = ({ spec }: Deployment, { metadata }: ReplicaSet): boolean => selectorFromObject(spec.selector).matches(metadata.labels);

const selectsAll = ({ spec: { selector } }: Deployment): boolean =>
  Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0;

/** The pods of others are none of a deployment's. */
async function refuse(deployment: Deployment, context: Context): Promise<void> {
  const message = 'This deployment is selecting all pods. A non-empty selector is required.';
  context.events.event(deployment, { type: 'Warning', reason: 'SelectingAll', message });
  const { generation = 0 } = deployment.metadata;
  if ((deployment.status.observedGeneration ?? 0) >= generation) return;
  await writeStatus({ ...deployment, status: { ...deployment.status, observedGeneration: generation } }, context);
}

function deploymentOf(pod: Pod, cache: Cache): Deployment | undefined {
  const { namespace } = pod.metadata;
  const owner = controllerOf(pod);
  const replicaSet = owner?.kind === 'ReplicaSet' ? cache.get(ReplicaSet, { namespace, name: owner.name }) : undefined;
  const itsOwner = replicaSet && replicaSet.metadata.uid === owner?.uid ? controllerOf(replicaSet) : undefined;
  const deployment = itsOwner?.kind === 'Deployment' ? cache.get(Deployment, { namespace, name: itsOwner.name }) : undefined;
  return deployment?.metadata.uid === itsOwner?.uid ? deployment : undefined;
}

const replicaSetsOf = (deployment: Deployment, { client, cache }: Context): Promise<readonly ReplicaSet[]> =>
  claim([...cache.owned(ReplicaSet, deployment), ...cache.orphans(ReplicaSet, deployment.metadata.namespace ?? '')], {
    owner: deployment,
    ownerKind: Deployment,
    kind: ReplicaSet,
    client,
    matches: (replicaSet) => wants(deployment, replicaSet),
  });

/** While a deployment is paused, and when it goes on, time does not count against its progress. */
function withPauseCondition(deployment: Deployment, nowMs: number): Deployment {
  const { paused = false } = deployment.spec;
  const current = conditionOf(deployment.status.conditions, progressing);
  if (!hasProgressDeadline(deployment) || current?.reason === 'ProgressDeadlineExceeded') return deployment;
  if (paused === (current?.reason === 'DeploymentPaused')) return deployment;
  const text = paused
    ? { reason: 'DeploymentPaused', message: 'Deployment is paused' }
    : { reason: 'DeploymentResumed', message: 'Deployment is resumed' };
  const conditions = withCondition(deployment.status.conditions ?? [], { type: progressing, status: 'Unknown', ...text }, nowMs);
  return { ...deployment, status: { ...deployment.status, conditions: [...conditions] } };
}

/** One step of a rolling update: up if there is room, otherwise down if enough are available. */
async function roll(synced: Rollout, context: Context): Promise<Rollout | undefined> {
  const rollout = synced.newest ? synced : await createNewest(synced, context);
  if (!rollout) return undefined;
  const up = scaleNewest(rollout);
  if (up) return scale(rollout, [up], context);
  const down = scaleDownOld(rollout);
  if (down.length > 0) return scale(rollout, down, context);
  if (isComplete(rollout.deployment, rollout.deployment.status)) await cleanUp(rollout, context);
  return rollout;
}

/** Old pods go, all of them, before new ones come. */
async function recreate(synced: Rollout, context: Context): Promise<Rollout | undefined> {
  const active = synced.old.filter(isActive);
  if (active.length > 0) {
    return scale(
      synced,
      active.map((replicaSet) => ({ replicaSet, replicas: 0 })),
      context,
    );
  }
  if (hasOldPods(synced, context.cache)) return synced;
  const rollout = synced.newest ? synced : await createNewest(synced, context);
  if (!rollout?.newest) return undefined;
  const scaled = await scale(rollout, [{ replicaSet: rollout.newest, replicas: wantedReplicas(rollout.deployment) }], context);
  if (isComplete(scaled.deployment, scaled.deployment.status)) await cleanUp(scaled, context);
  return scaled;
}

const hasOldPods = ({ old }: Rollout, cache: Cache): boolean =>
  sum(old, ({ status }) => status.replicas) > 0 ||
  old.some((replicaSet) => cache.owned(Pod, replicaSet).some((pod) => !isPodTerminal(pod)));

interface Finish {
  readonly status: (rollout: Rollout, nowMs: number) => DeploymentStatus;
  readonly context: Context;
}

/** Writes what has changed about the deployment itself. */
async function finish(before: Deployment, rollout: Rollout, { status: statusOf, context }: Finish): Promise<Work | undefined> {
  const nowMs = context.clock.now();
  const status = statusOf(rollout, nowMs);
  const { metadata } = rollout.deployment;
  if (!isSameStatus(before.status, status) || !sameAnnotations(before.metadata.annotations, metadata.annotations)) {
    await writeStatus({ ...rollout.deployment, status }, context);
    return undefined;
  }
  const afterMs = nextProgressCheckMs(rollout.deployment, status, nowMs);
  return afterMs === undefined || statusOf !== rolloutStatus ? undefined : { afterMs };
}
