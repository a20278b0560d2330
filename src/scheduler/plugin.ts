import type { Ref } from '../client/client.ts';
import type { Kind, KubeObject } from '../model/kind.ts';
import type { ClusterEvent } from './cluster-event.ts';
import type { ClusterView, ObjectReader } from './snapshot/cluster-view.ts';
import type { NodeInfo } from './snapshot/node-info.ts';
import type { PodInfo } from './snapshot/pod-info.ts';

/**
 * One opinion on where pods should run. Has the phases it has an opinion on; each is pure, and may only look at what it
 * is given. A phase that answers undefined has nothing to say about this pod.
 */
export interface Plugin {
  readonly name: string;
  /** Kinds it reads besides pods and nodes. */
  readonly reads?: readonly Kind[];
  /** How much its scores count. */
  readonly weight?: number;
  /** Why a pod is not to be tried at all for now. */
  preEnqueue?(pod: PodInfo): string | undefined;
  /** Looks at the pod once a cycle: refuses it for all nodes, or says how to check a node. */
  filter?(pod: PodInfo, cluster: ClusterView): NodeFilter | Rejection | undefined;
  /** Looks at the pod once a cycle, when several nodes fit: says how to score them. */
  score?(pod: PodInfo, nodes: readonly NodeInfo[], cluster: ClusterView): NodeScore | undefined;
  /** What has to be so before the pod can go to the node that was chosen. Undefined where all is ready. */
  prepare?(pod: PodInfo, node: NodeInfo, cluster: ClusterView): Preparation | undefined;
  /** Whether a pod that it rejected should be tried again after this. Without it, nothing but time helps. */
  mayHelp?(pod: PodInfo, event: ClusterEvent, cluster: ClusterView): boolean;
}

/** What a pod needs on its node that others provide. */
export interface Preparation {
  /** Objects as they are to be written. Until that can be read, other pods are judged as if it could. */
  readonly writes: readonly { readonly kind: Kind; readonly object: KubeObject }[];
  /** The objects by whose changes it shows how far others are. */
  readonly awaits: readonly { readonly kind: Kind; readonly ref: Ref }[];
  /** Whether all is ready. Throws when it will not be, which users are told. */
  readonly isDone: (objects: ObjectReader, nodeLabels: Readonly<Record<string, string>>) => boolean;
}

/** Why a pod does not fit, in the words that the user reads. */
export interface Rejection {
  readonly reasons: readonly string[];
  /** Whether it might fit if other pods left the node. */
  readonly isHelpedByPreemption: boolean;
}

export interface NodeFilter {
  /** Only these can fit. */
  readonly nodeNames?: ReadonlySet<string> | undefined;
  reject(node: NodeInfo): Rejection | undefined;
  /** For filters that look beyond the node they check: one that can be told of changes, which its original does not see. */
  fork?(): ForkedFilter;
}

export interface ForkedFilter extends NodeFilter {
  fork(): ForkedFilter;
  /** As if the pod were on the node, too. */
  add(pod: PodInfo, node: NodeInfo): void;
  /** As if the pod were gone from the node. */
  remove(pod: PodInfo, node: NodeInfo): void;
}

export interface NodeScore {
  score(node: NodeInfo): number;
  /** Brings the scores, which are in the order of the nodes, into the range of 0 to `maxScore`, in place. */
  normalize?(scores: number[]): void;
}

export const maxScore = 100;

/** Other pods are in the way. */
export const crowded = (...reasons: string[]): Rejection => Object.freeze({ reasons, isHelpedByPreemption: true });

/** Whatever pods leave, it will not fit. */
export const unfit = (...reasons: string[]): Rejection => Object.freeze({ reasons, isHelpedByPreemption: false });

export const isRejection = (value: NodeFilter | Rejection | undefined): value is Rejection => value !== undefined && 'reasons' in value;

/** Scales scores that start at 0 to the full range, in place; reversed, the least becomes the best. */
export function scaleScores(scores: number[], { reversed = false }: { reversed?: boolean } = {}): void {
  let highest = 0;
  for (const score of scores) if (score > highest) highest = score;
  for (const [index, score] of scores.entries()) {
    const scaled = highest === 0 ? 0 : Math.trunc((maxScore * score) / highest);
    scores[index] = reversed ? maxScore - scaled : scaled;
  }
}
