import { keyOf } from '../../client/informer.ts';
import { isNodeReady } from '../../kinds/core/node/conditions.ts';
import { Node } from '../../kinds/core/node/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { isPodTerminal } from '../../kinds/core/pod/readiness.ts';
import { ApiError } from '../../model/errors.ts';
import { defineController, on, type Context, type Controller } from '../../runtime/controller.ts';
import type { Work } from '../../runtime/work-queue.ts';
import { podsByNode, podsOn } from '../nodes/pods-by-node.ts';
import { disruptionCondition, patchPodStatus, type Disruption } from '../pods/disruption.ts';
import { superfluous } from './superfluous.ts';

/** A pod may be known before its node is. */
const quarantineMs = 40_000;
/** How often leftovers are counted. */
const countMs = 20_000;

export interface PodGarbageCollectorOptions {
  /** How many finished pods may be left lying about. Default 12,500. */
  readonly terminatedPodThreshold?: number | undefined;
}

/** Removes pods for which no kubelet is there to do it, and finished ones when there are too many. */
export function podGarbageCollector({ terminatedPodThreshold = 12_500 }: PodGarbageCollectorOptions = {}): Controller {
  const terminated = new Set<string>();
  const missingSinceMs = new Map<string, number>();
  let countedMs = 0;

  return defineController({
    name: 'pod-garbage-collector',
    for: Pod,
    wakes: [
      on(Pod, (pod, { isDeleted }) => {
        if (isDeleted || !isPodTerminal(pod)) terminated.delete(keyOf(pod.metadata));
        else terminated.add(keyOf(pod.metadata));
        return [];
      }),
      on(Node, (node, { previous, isDeleted, cache }) => {
        missingSinceMs.delete(node.metadata.name);
        const changed = isDeleted || !previous || isOutOfService(node) !== isOutOfService(previous);
        return changed ? podsOn(node.metadata.name, cache).map(({ metadata }) => metadata) : [];
      }),
    ],
    indexes: [podsByNode],
    workers: 4,

    async reconcile(pod, context) {
      const { cache, clock } = context;
      const { nodeName } = pod.spec;
      const nowMs = clock.now();
      if (isPodTerminal(pod) && terminated.size > terminatedPodThreshold) {
        if (nowMs - countedMs < countMs) return { afterMs: countedMs + countMs - nowMs };
        countedMs = nowMs;
        await removeAll(superfluous(cache.list(Pod), terminatedPodThreshold), context);
        return undefined;
      }
      const isGoing = pod.metadata.deletionTimestamp !== undefined;
      if (!nodeName) {
        if (isGoing) await remove(pod, context);
        return undefined;
      }
      const node = cache.get(Node, { name: nodeName });
      if (node) {
        if (isGoing && isOutOfService(node)) await remove(pod, context);
        return undefined;
      }
      return removeOrphan(pod, nodeName, context);
    },
  });

  async function removeOrphan(pod: Pod, nodeName: string, context: Context): Promise<Work | undefined> {
    const nowMs = context.clock.now();
    const sinceMs = missingSinceMs.get(nodeName) ?? nowMs;
    missingSinceMs.set(nodeName, sinceMs);
    if (nowMs - sinceMs < quarantineMs) return { afterMs: sinceMs + quarantineMs - nowMs };
    if (await exists(nodeName, context)) return { afterMs: quarantineMs };
    await remove(pod, context, { reason: 'DeletionByPodGC', message: 'PodGC: node no longer exists' });
    const others = podsOn(nodeName, context.cache).filter(({ metadata }) => metadata.uid !== pod.metadata.uid);
    if (others.length === 0) missingSinceMs.delete(nodeName);
    return undefined;
  }
}

/** Somebody vouches that the node is off, so what ran on it does not run any more (KEP-2268). */
const isOutOfService = (node: Node): boolean =>
  !isNodeReady(node) && (node.spec.taints?.some(({ key }) => key === 'node.kubernetes.io/out-of-service') ?? false);

async function exists(name: string, { client }: Context): Promise<boolean> {
  try {
    await client.get(Node, { name });
    return true;
  } catch (error) {
    if (ApiError.is(error, 'NotFound')) return false;
    throw error;
  }
}

async function removeAll(pods: readonly Pod[], context: Context): Promise<void> {
  for (const pod of pods) await remove(pod, context);
}

/** Without a kubelet nobody else would say that the pod has failed, or let it go. */
async function remove(pod: Pod, { client, clock }: Context, disruption?: Disruption): Promise<void> {
  try {
    if (!isPodTerminal(pod)) {
      const condition = disruption && disruptionCondition(pod, disruption, clock.now());
      const { generation } = pod.metadata;
      await patchPodStatus(client, pod, {
        phase: 'Failed',
        ...(generation !== undefined && { observedGeneration: generation }),
        ...(condition && { conditions: [condition] }),
      });
    }
    await client.delete(Pod, pod.metadata, { gracePeriodSeconds: 0, preconditions: { uid: pod.metadata.uid } });
  } catch (error) {
    if (!ApiError.is(error, 'NotFound')) throw error;
  }
}
