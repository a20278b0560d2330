import { Deployment } from '../../kinds/apps/deployment/index.ts';
import { ReplicaSet } from '../../kinds/apps/replica-set/index.ts';
import { ApiError } from '../../model/errors.ts';
import type { New } from '../../model/kind.ts';
import { controllerOf, ownerReference } from '../../model/owner-references.ts';
import type { Context } from '../../runtime/controller.ts';
import { isNamespaceTerminating } from '../terminating-namespace.ts';
import { messageOf } from '../failure.ts';
import { maxRevision, newestAnnotations, revisionAnnotation, revisionOf, sameAnnotations, sizeAnnotations } from './annotations.ts';
import { conditionOf, progressing, withCondition, type ConditionText } from './conditions.ts';
import { newReplicaCount, replicasOf } from './limits.ts';
import type { Scaling } from './scaling.ts';
import { hasProgressDeadline, historyLimit, type Rollout } from './status.ts';
import { byAge, hashLabel, isSameTemplate, replicaSetName, templateHash } from './template.ts';

/** Brings the newest replica set's notes up to date, and the deployment's with it. */
export async function syncNewest(rollout: Rollout & { newest: ReplicaSet }, { client, clock }: Context): Promise<Rollout> {
  const { deployment, newest, old } = rollout;
  const annotations = newestAnnotations(deployment, newest.metadata.annotations ?? {}, maxRevision(old) + 1);
  const { minReadySeconds = 0 } = deployment.spec;
  if (!sameAnnotations(annotations, newest.metadata.annotations) || (newest.spec.minReadySeconds ?? 0) !== minReadySeconds) {
    const metadata = { ...newest.metadata, annotations: { ...annotations } };
    const updated = await client.update(ReplicaSet, { ...newest, metadata, spec: { ...newest.spec, minReadySeconds } });
    return { deployment: withRevision(deployment, updated), newest: updated, old };
  }
  const found = conditionOf(deployment.status.conditions, progressing)
    ? deployment
    : withProgress(
        deployment,
        { status: 'True', reason: 'FoundNewReplicaSet', message: `Found new replica set "${newest.metadata.name}"` },
        clock.now(),
      );
  return { deployment: withRevision(found, newest), newest, old };
}

/** Creates the replica set of the deployment's present template. Undefined when the namespace takes none any more. */
export async function createNewest(rollout: Rollout, context: Context): Promise<Rollout | undefined> {
  const { client, clock, events } = context;
  const { deployment, old } = rollout;
  const wanted = newestFor(deployment, old);
  const name = wanted.metadata.name ?? '';
  try {
    const created = await client.create(ReplicaSet, wanted);
    const replicas = replicasOf(created);
    if (replicas > 0) {
      events.event(deployment, { reason: 'ScalingReplicaSet', message: `Scaled up replica set ${name} from 0 to ${replicas}` });
    }
    const progress = { status: 'True', reason: 'NewReplicaSetCreated', message: `Created new replica set "${name}"` } as const;
    return { deployment: withRevision(withProgress(deployment, progress, clock.now()), created), newest: created, old };
  } catch (error) {
    if (isNamespaceTerminating(error)) return undefined;
    if (ApiError.is(error, 'AlreadyExists')) return existingNewest(rollout, { name, error, context });
    const message = `Failed to create new replica set "${name}": ${messageOf(error)}`;
    events.event(deployment, { type: 'Warning', reason: 'ReplicaSetCreateError', message });
    const { status } = withProgress(deployment, { status: 'False', reason: 'ReplicaSetCreateError', message }, clock.now());
    // The failure is what matters; should it not be told now, the next try will.
    if (hasProgressDeadline(deployment)) await writeStatus({ ...deployment, status }, context).catch(() => {});
    throw error;
  }
}

function newestFor(deployment: Deployment, old: readonly ReplicaSet[]): New<ReplicaSet> {
  const { template, selector, minReadySeconds } = deployment.spec;
  const { name, namespace = '' } = deployment.metadata;
  const hash = templateHash(template, deployment.status.collisionCount);
  const labels = { ...template.metadata?.labels, [hashLabel]: hash };
  return {
    metadata: {
      name: replicaSetName(name, hash),
      namespace,
      labels,
      annotations: { ...newestAnnotations(deployment, {}, maxRevision(old) + 1), ...sizeAnnotations(deployment) },
      ownerReferences: [ownerReference(deployment)],
    },
    spec: {
      replicas: newReplicaCount(deployment, old, 0),
      ...(minReadySeconds !== undefined && { minReadySeconds }),
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [hashLabel]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  };
}

/** The name is taken: by this very replica set, or by another template with the same hash, which then needs another. */
async function existingNewest(
  { deployment, old }: Rollout,
  { name, error, context }: { name: string; error: unknown; context: Context },
): Promise<Rollout> {
  const existing = await context.client.get(ReplicaSet, { name, namespace: deployment.metadata.namespace });
  const isOwn = controllerOf(existing)?.uid === deployment.metadata.uid;
  if (isOwn && isSameTemplate(existing.spec.template, deployment.spec.template)) {
    return { deployment: withRevision(deployment, existing), newest: existing, old };
  }
  const collisionCount = (deployment.status.collisionCount ?? 0) + 1;
  await writeStatus({ ...deployment, status: { ...deployment.status, collisionCount } }, context);
  throw error;
}

const withRevision = (deployment: Deployment, { metadata }: ReplicaSet): Deployment => {
  const revision = metadata.annotations?.[revisionAnnotation] ?? '';
  if (deployment.metadata.annotations?.[revisionAnnotation] === revision) return deployment;
  const annotations = { ...deployment.metadata.annotations, [revisionAnnotation]: revision };
  return { ...deployment, metadata: { ...deployment.metadata, annotations } };
};

function withProgress(deployment: Deployment, condition: Omit<ConditionText, 'type'>, nowMs: number): Deployment {
  if (!hasProgressDeadline(deployment)) return deployment;
  const conditions = withCondition(deployment.status.conditions ?? [], { type: progressing, ...condition }, nowMs);
  return { ...deployment, status: { ...deployment.status, conditions: [...conditions] } };
}

/** Makes the replica sets as large as planned, one after another. Returns them as they are then. */
export async function scale(rollout: Rollout, scalings: readonly Scaling[], context: Context): Promise<Rollout> {
  const current = new Map<string, ReplicaSet>();
  for (const { replicaSet, replicas, noteSize = false } of scalings) {
    const latest = current.get(replicaSet.metadata.name) ?? replicaSet;
    current.set(replicaSet.metadata.name, await scaleOne(rollout.deployment, { replicaSet: latest, replicas, noteSize }, context));
  }
  const latest = (replicaSet: ReplicaSet) => current.get(replicaSet.metadata.name) ?? replicaSet;
  return { ...rollout, newest: rollout.newest && latest(rollout.newest), old: rollout.old.map(latest) };
}

async function scaleOne(
  deployment: Deployment,
  { replicaSet, replicas, noteSize }: Scaling,
  { client, events }: Context,
): Promise<ReplicaSet> {
  const before = replicasOf(replicaSet);
  const annotations = { ...replicaSet.metadata.annotations, ...sizeAnnotations(deployment) };
  if (before === replicas && (!noteSize || sameAnnotations(annotations, replicaSet.metadata.annotations))) return replicaSet;
  const metadata = { ...replicaSet.metadata, annotations };
  const updated = await client.update(ReplicaSet, { ...replicaSet, metadata, spec: { ...replicaSet.spec, replicas } });
  if (before !== replicas) {
    const direction = before < replicas ? 'up' : 'down';
    const message = `Scaled ${direction} replica set ${replicaSet.metadata.name} from ${before} to ${replicas}`;
    events.event(deployment, { reason: 'ScalingReplicaSet', message });
  }
  return updated;
}

/** Deletes replica sets that are too old to go back to. */
export async function cleanUp({ deployment, old }: Rollout, { client }: Context): Promise<void> {
  const limit = historyLimit(deployment);
  if (limit === undefined) return;
  for (const { metadata } of superfluous(old, limit)) {
    try {
      await client.delete(ReplicaSet, metadata);
    } catch (error) {
      if (!ApiError.is(error, 'NotFound')) throw error;
    }
  }
}

/** The oldest beyond the limit, save those that still have pods or are not looked after yet. */
export function superfluous(old: readonly ReplicaSet[], limit: number): readonly ReplicaSet[] {
  const alive = old.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  if (alive.length <= limit) return [];
  return alive
    .toSorted(byRevision)
    .slice(0, alive.length - limit)
    .filter(
      (replicaSet) =>
        replicaSet.status.replicas === 0 &&
        replicasOf(replicaSet) === 0 &&
        (replicaSet.metadata.generation ?? 0) <= (replicaSet.status.observedGeneration ?? 0),
    );
}

function byRevision(a: ReplicaSet, b: ReplicaSet): number {
  const [aRevision, bRevision] = [revisionOf(a), revisionOf(b)];
  if (aRevision === undefined || bRevision === undefined || aRevision === bRevision) return byAge(a, b);
  return aRevision - bRevision;
}

export async function writeStatus(deployment: Deployment, { client }: Context): Promise<void> {
  await client.update(Deployment, deployment, { subresource: 'status' });
}
