import { ReplicaSet } from '../../kinds/apps/replica-set/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { isPodActive, isPodTerminating } from '../../kinds/core/pod/readiness.ts';
import { ApiError } from '../../model/errors.ts';
import { selectorFromObject } from '../../model/labels.ts';
import { controllerOf } from '../../model/owner-references.ts';
import { defineController, on, type Context } from '../../runtime/controller.ts';
import { claim } from '../claim.ts';
import { nextAvailabilityMs } from '../pods/availability.ts';
import { podFromTemplate } from '../pods/pod-from-template.ts';
import { slowStart } from '../slow-start.ts';
import { isNamespaceTerminating } from '../terminating-namespace.ts';
import { plan, statusOf } from './plan.ts';

export const replicaSetController = defineController({
  name: 'replicaset',
  for: ReplicaSet,
  owns: [Pod],
  wakes: [
    // An orphan may find someone who wants it.
    on(Pod, (pod, { previous, isDeleted, cache }) => {
      if (isDeleted || controllerOf(pod) || pod.metadata.deletionTimestamp !== undefined) return [];
      const changed = !previous || previous.metadata.labels !== pod.metadata.labels || controllerOf(previous);
      return changed
        ? cache
            .list(ReplicaSet, pod.metadata.namespace)
            .filter((set) => wants(set, pod))
            .map(({ metadata }) => metadata)
        : [];
    }),
  ],
  workers: 5,

  async reconcile(replicaSet, context) {
    const { client, cache, clock } = context;
    const { namespace = '' } = replicaSet.metadata;
    const owned = cache.owned(Pod, replicaSet);
    const active = await claim([...owned, ...cache.orphans(Pod, namespace)].filter(isPodActive), {
      owner: replicaSet,
      ownerKind: ReplicaSet,
      kind: Pod,
      client,
      matches: (pod) => wants(replicaSet, pod),
    });
    const terminating = owned.filter((pod) => isPodTerminating(pod) && wants(replicaSet, pod));

    const nowMs = clock.now();
    const { create, remove } = plan(replicaSet, active, () => relatedPods(replicaSet, context), nowMs);
    const failure = await attempt(async () => {
      await slowStart(create, () => createPod(replicaSet, context));
      await removePods(replicaSet, remove, context);
    });

    const status = statusOf(replicaSet, { active, terminating, failure }, nowMs);
    if (status !== replicaSet.status) await client.update(ReplicaSet, { ...replicaSet, status }, { subresource: 'status' });
    if (failure) throw failure;

    const { minReadySeconds = 0 } = replicaSet.spec;
    if (minReadySeconds === 0 || status.readyReplicas === status.availableReplicas) return undefined;
    return { afterMs: nextAvailabilityMs(active, minReadySeconds, nowMs) ?? minReadySeconds * 1000 };
  },
});

const wants = ({ spec, metadata }: ReplicaSet, pod: Pod): boolean =>
  metadata.namespace === pod.metadata.namespace && selectorFromObject(spec.selector).matches(pod.metadata.labels);

/** Pods of all replica sets that share this one's owner. */
function relatedPods(replicaSet: ReplicaSet, { cache }: Context): readonly Pod[] {
  const owner = controllerOf(replicaSet);
  if (!owner) return [];
  const siblings = cache.owned(ReplicaSet, { metadata: { uid: owner.uid } });
  return siblings.flatMap((sibling) => cache.owned(Pod, sibling));
}

async function attempt(work: () => Promise<void>): Promise<Error | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function createPod(replicaSet: ReplicaSet, { client, events }: Context): Promise<void> {
  try {
    const pod = await client.create(Pod, podFromTemplate(replicaSet.spec.template, replicaSet));
    events.event(replicaSet, { reason: 'SuccessfulCreate', message: `Created pod: ${pod.metadata.name}` });
  } catch (error) {
    if (isNamespaceTerminating(error)) return;
    events.event(replicaSet, { type: 'Warning', reason: 'FailedCreate', message: `Error creating: ${messageOf(error)}` });
    throw error;
  }
}

async function removePods(replicaSet: ReplicaSet, pods: readonly Pod[], context: Context): Promise<void> {
  const results = await Promise.allSettled(pods.map((pod) => removePod(replicaSet, pod, context)));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

async function removePod(replicaSet: ReplicaSet, pod: Pod, { client, events }: Context): Promise<void> {
  try {
    await client.delete(Pod, pod.metadata);
    events.event(replicaSet, { reason: 'SuccessfulDelete', message: `Deleted pod: ${pod.metadata.name}` });
  } catch (error) {
    if (ApiError.is(error, 'NotFound')) return;
    events.event(replicaSet, { type: 'Warning', reason: 'FailedDelete', message: `Error deleting: ${messageOf(error)}` });
    throw new Error(`unable to delete pods: ${messageOf(error)}`, { cause: error });
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
