import { Deployment } from '../../kinds/apps/deployment/index.ts';
import { ReplicaSet } from '../../kinds/apps/replica-set/index.ts';
import { StatefulSet } from '../../kinds/apps/stateful-set/index.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { ReplicationController } from '../../kinds/core/replication-controller/index.ts';
import type { Kind, KubeObject } from '../../model/kind.ts';
import type { OwnerReference } from '../../model/meta.ts';
import { controllerOf } from '../../model/owner-references.ts';
import type { Context } from '../../runtime/controller.ts';
import { isOwnerOfKind } from '../../runtime/owner.ts';
import type { Scales } from '../scales/scales.ts';

export interface ExpectedScale {
  readonly count: number;
  /** Whether there are pods that no controller looks after, so that the count means little. */
  readonly hasUnmanaged: boolean;
}

/** How many pods the controllers of these pods want together. */
export async function expectedScale(pods: readonly Pod[], scales: Scales, context: Context): Promise<ExpectedScale> {
  const sizes = new Map<string, number>();
  const asked = new Set<string>();
  let hasUnmanaged = false;
  for (const pod of pods) {
    const owner = controllerOf(pod);
    if (!owner) hasUnmanaged = true;
    if (!owner || asked.has(owner.uid)) continue;
    asked.add(owner.uid);
    const found = await sizeOf(owner, pod, { scales, context });
    if (!found) throw new Error(`found no controllers for pod ${JSON.stringify(pod.metadata.name)}`);
    sizes.set(found.uid, found.replicas);
  }
  return { count: sizes.values().reduce((sum, size) => sum + size, 0), hasUnmanaged };
}

interface Size {
  readonly uid: string;
  readonly replicas: number;
}

async function sizeOf(
  owner: OwnerReference,
  pod: Pod,
  { scales, context }: { scales: Scales; context: Context },
): Promise<Size | undefined> {
  const { namespace = '' } = pod.metadata;
  const known = sizeIn(ReplicationController, owner, { namespace, context }) ?? sizeIn(StatefulSet, owner, { namespace, context });
  if (known) return known;
  const replicaSet = owned(ReplicaSet, owner, { namespace, context });
  if (replicaSet) {
    const above = controllerOf(replicaSet);
    const isDeployed = above !== undefined && isOwnerOfKind(above, Deployment);
    const deployed = above && sizeIn(Deployment, above, { namespace, context });
    if (deployed) return deployed;
    if (!isDeployed) return { uid: replicaSet.metadata.uid, replicas: replicaSet.spec.replicas ?? 1 };
  }
  const { apiVersion, kind, name } = owner;
  const scale = await scales.get({ apiVersion, kind, name, namespace }, context);
  return scale?.metadata.uid === owner.uid ? { uid: owner.uid, replicas: scale.spec.replicas ?? 0 } : undefined;
}

interface Where {
  readonly namespace: string;
  readonly context: Context;
}

/** The owner as the local copy has it, if it is of this kind and the very one that is meant. */
function owned<T extends KubeObject>(kind: Kind<T>, owner: OwnerReference, { namespace, context }: Where): T | undefined {
  const object = isOwnerOfKind(owner, kind) ? context.cache.get(kind, { namespace, name: owner.name }) : undefined;
  return object?.metadata.uid === owner.uid ? object : undefined;
}

function sizeIn<T extends KubeObject & { spec: { replicas?: number } }>(
  kind: Kind<T>,
  owner: OwnerReference,
  where: Where,
): Size | undefined {
  const object = owned(kind, owner, where);
  return object && { uid: object.metadata.uid, replicas: object.spec.replicas ?? 1 };
}
