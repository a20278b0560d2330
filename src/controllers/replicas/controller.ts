import type { ReplicaSetStatus } from '../../kinds/apps/replica-set/schema.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { isPodActive, isPodTerminating } from '../../kinds/core/pod/readiness.ts';
import type { LabelSelector } from '../../model/labels.ts';
import type { Kind } from '../../model/kind.ts';
import { controllerOf } from '../../model/owner-references.ts';
import { defineController, type Context, type Controller } from '../../runtime/controller.ts';
import { claim } from '../claim.ts';
import { nextAvailabilityMs } from '../pods/availability.ts';
import { wakenByOrphans } from '../pods/orphan-wake.ts';
import { createPod, removePods } from '../pods/pod-control.ts';
import { podFromTemplate } from '../pods/pod-from-template.ts';
import { slowStart } from '../slow-start.ts';
import { failureOf } from '../failure.ts';
import { plan, statusOf, type Replicas } from './plan.ts';

export interface ReplicasControllerOptions<T extends Replicas> {
  readonly name: string;
  readonly kind: Kind<T>;
  readonly selectorOf: (workload: T) => LabelSelector;
  /** Whether its status tells how many pods are on their way out. */
  readonly countsTerminating: boolean;
  readonly withStatus: (workload: T, status: ReplicaSetStatus) => T;
}

/** Keeps as many pods of one template as are wanted: what replica sets and replication controllers are both about. */
export function replicasController<T extends Replicas>(options: ReplicasControllerOptions<T>): Controller {
  const { name, kind, selectorOf, countsTerminating, withStatus } = options;
  const wants = (workload: T, { metadata }: Pod): boolean =>
    workload.metadata.namespace === metadata.namespace && selectorOf(workload).matches(metadata.labels);

  return defineController({
    name,
    for: kind,
    owns: [Pod],
    wakes: [wakenByOrphans(kind, wants)],
    workers: 5,

    async reconcile(workload, context) {
      const { client, cache, clock } = context;
      const { namespace = '' } = workload.metadata;
      const owned = cache.owned(Pod, workload);
      const active = await claim([...owned, ...cache.orphans(Pod, namespace)].filter(isPodActive), {
        owner: workload,
        ownerKind: kind,
        kind: Pod,
        client,
        matches: (pod) => wants(workload, pod),
      });
      const terminating = countsTerminating ? owned.filter((pod) => isPodTerminating(pod) && wants(workload, pod)) : undefined;

      const nowMs = clock.now();
      const { create, remove } = plan(workload, active, () => relatedPods(kind, workload, context), nowMs);
      const failure = await failureOf(async () => {
        await slowStart(create, async () => {
          await createPod(workload, podFromTemplate(workload.spec.template, workload), context);
        });
        await removePods(workload, remove, context);
      });

      const status = statusOf(workload, { active, terminating, failure }, nowMs);
      if (status !== workload.status) await client.update(kind, withStatus(workload, status), { subresource: 'status' });
      if (failure) throw failure;

      const { minReadySeconds = 0 } = workload.spec;
      if (minReadySeconds === 0 || status.readyReplicas === status.availableReplicas) return undefined;
      return { afterMs: nextAvailabilityMs(active, minReadySeconds, nowMs) ?? minReadySeconds * 1000 };
    },
  });
}

/** Pods of all that share this one's owner. */
function relatedPods<T extends Replicas>(kind: Kind<T>, workload: T, { cache }: Context): readonly Pod[] {
  const owner = controllerOf(workload);
  if (!owner) return [];
  const siblings = cache.owned(kind, { metadata: { uid: owner.uid } });
  return siblings.flatMap((sibling) => cache.owned(Pod, sibling));
}
