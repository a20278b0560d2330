import { equalResources } from '../kinds/core/resource-list.ts';
import type { Node } from '../kinds/core/node/index.ts';
import type { Pod } from '../kinds/core/pod/index.ts';
import { podRequests } from '../kinds/core/pod/requests.ts';
import type { Kind, KubeObject } from '../model/kind.ts';
import { amountOf, resourcesOf } from './snapshot/resources.ts';

export type NodeChange = 'allocatable' | 'labels' | 'taints';
export type PodChange = 'labels' | 'requests lowered' | 'scheduling gates gone' | 'tolerations';

/** Something that may let pods fit which did not before. */
export type ClusterEvent =
  | { readonly type: 'node added'; readonly node: Readonly<Node> }
  | {
      readonly type: 'node updated';
      readonly node: Readonly<Node>;
      readonly previous: Readonly<Node>;
      readonly changes: ReadonlySet<NodeChange>;
    }
  | { readonly type: 'node deleted'; readonly node: Readonly<Node> }
  /** Seen on a node for the first time. */
  | { readonly type: 'pod placed'; readonly pod: Readonly<Pod> }
  /** Of a pod on a node, or of the waiting pod itself. */
  | {
      readonly type: 'pod updated';
      readonly pod: Readonly<Pod>;
      readonly previous: Readonly<Pod>;
      readonly changes: ReadonlySet<PodChange>;
    }
  /** Gone from its node, or finished there. */
  | { readonly type: 'pod gone'; readonly pod: Readonly<Pod> }
  | {
      readonly type: 'object changed';
      readonly kind: Kind;
      readonly object: Readonly<KubeObject>;
      readonly previous: Readonly<KubeObject> | undefined;
    }
  | { readonly type: 'object gone'; readonly kind: Kind; readonly object: Readonly<KubeObject> };

export function nodeChanges(previous: Readonly<Node>, next: Readonly<Node>): ReadonlySet<NodeChange> {
  const changes = new Set<NodeChange>();
  if (!equalResources(previous.status.allocatable, next.status.allocatable)) changes.add('allocatable');
  if (differ(previous.metadata.labels, next.metadata.labels)) changes.add('labels');
  const becameSchedulable = previous.spec.unschedulable === true && next.spec.unschedulable !== true;
  if (becameSchedulable || differ(previous.spec.taints, next.spec.taints)) changes.add('taints');
  return changes;
}

export function podChanges(previous: Readonly<Pod>, next: Readonly<Pod>): ReadonlySet<PodChange> {
  const changes = new Set<PodChange>();
  if (differ(previous.metadata.labels, next.metadata.labels)) changes.add('labels');
  if (areRequestsLowered(previous, next)) changes.add('requests lowered');
  if (gateCount(next) === 0 && gateCount(previous) > 0) changes.add('scheduling gates gone');
  // The API lets users add tolerations only.
  if (previous.spec.tolerations?.length !== next.spec.tolerations?.length) changes.add('tolerations');
  return changes;
}

const gateCount = ({ spec }: Readonly<Pod>): number => spec.schedulingGates?.length ?? 0;

function areRequestsLowered(previous: Readonly<Pod>, next: Readonly<Pod>): boolean {
  if (previous.metadata.generation === next.metadata.generation && !next.status.resources && !hasResourceStatus(next)) return false;
  const before = podRequests(previous, { withStatus: true });
  const after = resourcesOf(podRequests(next, { withStatus: true }));
  const amountsBefore = resourcesOf(before);
  return Object.keys(before).some((name) => amountOf(after, name) < amountOf(amountsBefore, name));
}

const hasResourceStatus = ({ status }: Readonly<Pod>): boolean => status.containerStatuses?.some(({ resources }) => resources) ?? false;

/** Both are plain data from the same decoder, so equal values have equal texts but for the order of keys. */
function differ(a: unknown, b: unknown): boolean {
  if (a === undefined && b === undefined) return false;
  return JSON.stringify(a) !== JSON.stringify(b);
}
