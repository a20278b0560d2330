import { Deployment } from '../../kinds/apps/deployment/index.ts';
import type { ReplicaSet } from '../../kinds/apps/replica-set/index.ts';
import type { EventDetails } from '../../client/events/event-recorder.ts';
import type { Context } from '../../runtime/controller.ts';
import { restoredAnnotations, revisionOf, rollbackAnnotation } from './annotations.ts';
import { allOf, type Rollout } from './status.ts';
import { isSameTemplate, withoutHash } from './template.ts';

/** The revision that a deployment is to go back to, as an old kind of client asks for it; 0 stands for the one before. */
export function rollbackRevision({ metadata }: Deployment): number | undefined {
  const text = metadata.annotations?.[rollbackAnnotation];
  return text !== undefined && /^[-+]?\d+$/.test(text) ? Number(text) : undefined;
}

export interface Rollback {
  /** As it is to be written; nobody asks it to go back any more. */
  readonly deployment: Deployment;
  readonly event: EventDetails;
}

export function planRollback(rollout: Rollout, wanted: number): Rollback {
  const { deployment } = rollout;
  const warn = (reason: string, message: string): Rollback => ({
    deployment: withoutRequest(deployment),
    event: { type: 'Warning', reason, message },
  });
  const revision = wanted === 0 ? revisionBefore(allOf(rollout)) : wanted;
  if (revision === 0) return warn('DeploymentRollbackRevisionNotFound', 'Unable to find last revision.');
  const replicaSet = allOf(rollout).find((each) => revisionOf(each) === revision);
  if (!replicaSet) return warn('DeploymentRollbackRevisionNotFound', 'Unable to find the revision to rollback to.');
  const { template } = replicaSet.spec;
  const name = JSON.stringify(deployment.metadata.name);
  if (!template || isSameTemplate(template, deployment.spec.template)) {
    return warn('DeploymentRollbackTemplateUnchanged', `The rollback revision contains the same template as current deployment ${name}`);
  }
  const restored = { ...deployment.metadata, annotations: { ...restoredAnnotations(deployment, replicaSet) } };
  return {
    deployment: withoutRequest({ ...deployment, metadata: restored, spec: { ...deployment.spec, template: withoutHash(template) } }),
    event: { reason: 'DeploymentRollback', message: `Rolled back deployment ${name} to revision ${revision}` },
  };
}

function withoutRequest(deployment: Deployment): Deployment {
  const { [rollbackAnnotation]: _, ...annotations } = deployment.metadata.annotations ?? {};
  return { ...deployment, metadata: { ...deployment.metadata, annotations } };
}

/** The second highest; 0 when there is none. */
const revisionBefore = (replicaSets: readonly ReplicaSet[]): number =>
  replicaSets.map((replicaSet) => revisionOf(replicaSet) ?? 0).toSorted((a, b) => b - a)[1] ?? 0;

/** The next reconcile rolls out what this brings back. */
export async function rollBack(rollout: Rollout, revision: number, { client, events }: Context): Promise<void> {
  const { deployment, event } = planRollback(rollout, revision);
  await client.update(Deployment, deployment);
  events.event(deployment, event);
}
