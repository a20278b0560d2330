import { keyOf } from '../../client/informer.ts';
import type { Ref } from '../../client/client.ts';
import type { EventRecorder } from '../../client/events/event-recorder.ts';
import { Node } from '../../kinds/core/node/index.ts';
import { Taint } from '../../kinds/core/node/schema.ts';
import { Toleration } from '../../kinds/core/pod/affinity.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { isSame } from '../../kinds/same.ts';
import { listOf } from '../../model/schema.ts';
import { defineController, on, type Controller } from '../../runtime/controller.ts';
import { podsByNode, podsOn } from '../nodes/pods-by-node.ts';
import { deleteDisrupted, podEvent } from '../pods/disruption.ts';
import { noExecuteTaints, tolerationMs } from './plan.ts';

/** Ends pods on nodes whose taints they do not tolerate, or no longer. */
export function taintEvictionController(): Controller {
  /** When the pods that tolerate for a while have to go. */
  const dueMs = new Map<string, number>();

  const cancel = (pod: Ref, events: EventRecorder) => {
    if (dueMs.delete(keyOf(pod))) evictionEvent(events, pod, `Cancelling deletion of Pod ${keyOf(pod)}`);
  };

  return defineController({
    name: 'taint-eviction',
    for: Pod,
    wakes: [
      on(Node, (node, { previous, isDeleted, cache }) => {
        const taints = isDeleted ? [] : noExecuteTaints(node.spec.taints);
        const before = isDeleted ? noExecuteTaints(node.spec.taints) : noExecuteTaints(previous?.spec.taints);
        return isSame(listOf(Taint), taints, before) ? [] : podsOn(node.metadata.name, cache).map(({ metadata }) => metadata);
      }),
    ],
    indexes: [podsByNode],
    workers: 8,
    isWokenBy: (next, previous) =>
      next.spec.nodeName !== previous.spec.nodeName || !isSame(listOf(Toleration), next.spec.tolerations, previous.spec.tolerations),

    async reconcile(pod, context) {
      const { cache, clock, events } = context;
      const { nodeName, tolerations } = pod.spec;
      const node = nodeName ? cache.get(Node, { name: nodeName }) : undefined;
      const taints = noExecuteTaints(node?.spec.taints);
      const key = keyOf(pod.metadata);
      const allowedMs = tolerationMs(taints, tolerations);
      if (allowedMs === undefined || pod.metadata.deletionTimestamp !== undefined) {
        cancel(pod.metadata, events);
        return undefined;
      }
      const nowMs = clock.now();
      if (allowedMs === 0) cancel(pod.metadata, events);
      // The time that began with the first of the taints goes on.
      const due = dueMs.get(key) ?? nowMs + allowedMs;
      if (due > nowMs) {
        dueMs.set(key, due);
        return { afterMs: due - nowMs };
      }
      evictionEvent(events, pod.metadata, `Marking for deletion Pod ${key}`);
      await deleteDisrupted(pod, disruption, context);
      dueMs.delete(key);
      return undefined;
    },

    async reconcileDeleted(ref, { events }) {
      cancel(ref, events);
    },
  });
}

const disruption = { reason: 'DeletionByTaintManager', message: 'Taint manager: deleting due to NoExecute taint' };

const evictionEvent = (events: EventRecorder, pod: Ref, message: string): void =>
  podEvent(events, pod, { reason: 'TaintManagerEviction', message });
