import type { Informers } from '../client/informer.ts';
import { Node } from '../kinds/core/node/index.ts';
import { Pod } from '../kinds/core/pod/index.ts';
import { isPodTerminal } from '../kinds/core/pod/readiness.ts';
import type { Kind } from '../model/kind.ts';
import { nodeChanges, podChanges } from './cluster-event.ts';
import type { NominatedPods } from './cycle/nominated-pods.ts';
import type { SchedulingQueue } from './queue/scheduling-queue.ts';
import type { ClusterState } from './snapshot/cluster-state.ts';
import { podInfoOf } from './snapshot/pod-info.ts';

export interface ClusterWatchOptions {
  readonly informers: Informers;
  readonly kinds: readonly Kind[];
  readonly schedulerName: string;
  readonly cluster: ClusterState;
  readonly queue: SchedulingQueue;
  readonly nominated: NominatedPods;
}

/** Keeps the cluster's state and the queue up to date with what the API server tells, until disposed. */
export function watchCluster(options: ClusterWatchOptions): DisposableStack {
  const { informers, kinds, queue } = options;
  const observers = new DisposableStack();
  observers.use(informers.of(Node).observe(nodeObserver(options)));
  observers.use(informers.of(Pod).observe(podObserver(options)));
  for (const kind of kinds) {
    observers.use(
      informers.of(kind).observe({
        applied: (object, previous) => queue.notify({ type: 'object changed', kind, object, previous }),
        deleted: (object) => queue.notify({ type: 'object gone', kind, object }),
      }),
    );
  }
  return observers;
}

const nodeObserver = ({ cluster, queue }: ClusterWatchOptions) => ({
  applied(node: Node, previous: Node | undefined): void {
    cluster.setNode(node);
    if (!previous) return queue.notify({ type: 'node added', node });
    const changes = nodeChanges(previous, node);
    if (changes.size > 0) queue.notify({ type: 'node updated', node, previous, changes });
  },

  deleted(node: Node): void {
    cluster.removeNode(node.metadata.name);
    queue.notify({ type: 'node deleted', node });
  },
});

function podObserver({ schedulerName, cluster, queue, nominated }: ClusterWatchOptions) {
  const isOurs = ({ spec }: Readonly<Pod>) => spec.schedulerName === schedulerName;

  const placed = (pod: Pod, previous: Pod | undefined, nodeName: string) => {
    cluster.setPod(podInfoOf(pod), nodeName);
    if (previous?.spec.nodeName) {
      const changes = podChanges(previous, pod);
      if (changes.size > 0) queue.notify({ type: 'pod updated', pod, previous, changes });
      return;
    }
    const { uid } = pod.metadata;
    queue.delete(uid);
    nominated.delete(uid);
    queue.notify({ type: 'pod placed', pod });
  };

  const pending = (pod: Pod, previous: Pod | undefined) => {
    if (!isOurs(pod)) return;
    const { uid, deletionTimestamp } = pod.metadata;
    if (deletionTimestamp !== undefined) return gone(pod);
    // It is being bound: should that fail, it is looked up again.
    if (cluster.isAssumed(uid)) return;
    const info = podInfoOf(pod);
    const { nominatedNodeName } = pod.status;
    const nominatedBefore = previous?.status.nominatedNodeName;
    if (nominatedNodeName !== nominatedBefore) nominated.set(info, nominatedNodeName);
    queue.put(info, previous && { type: 'pod updated', pod, previous, changes: podChanges(previous, pod) });
    // Others had to leave room for it there.
    if (previous && nominatedBefore && nominatedNodeName !== nominatedBefore) queue.notify({ type: 'pod gone', pod: previous });
  };

  const gone = (pod: Pod) => {
    const { uid } = pod.metadata;
    const freed = pod.spec.nodeName ?? nominated.nodeOf(uid);
    const wasCounted = freed !== undefined || cluster.isAssumed(uid);
    cluster.removePod(uid);
    queue.delete(uid);
    nominated.delete(uid);
    if (wasCounted) queue.notify({ type: 'pod gone', pod });
  };

  return {
    applied(pod: Pod, previous: Pod | undefined): void {
      const isSame = previous?.metadata.uid === pod.metadata.uid;
      if (previous && !isSame) gone(previous);
      const before = isSame ? previous : undefined;
      if (isPodTerminal(pod)) {
        if (before && !isPodTerminal(before)) gone(pod);
        return;
      }
      if (pod.spec.nodeName) placed(pod, before, pod.spec.nodeName);
      else pending(pod, before);
    },

    deleted(pod: Pod): void {
      if (!isPodTerminal(pod)) gone(pod);
    },
  };
}
