import type { DaemonSet } from '../../kinds/apps/daemon-set/index.ts';
import type { Node } from '../../kinds/core/node/index.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { isPodAvailable, isPodReady, isPodTerminal } from '../../kinds/core/pod/readiness.ts';
import type { Placement } from './placement.ts';
import { isUpdated, targetNode } from './pod-template.ts';
import { roll } from './rolling-update.ts';

/** One node that there is, or was, with the daemon set's pods on it, the oldest first. */
export interface Place {
  readonly nodeName: string;
  /** Undefined where there is no such node. */
  readonly placement: Placement | undefined;
  readonly pods: readonly Pod[];
}

export interface Situation {
  readonly places: readonly Place[];
  /** The hash of the present template. */
  readonly hash: string;
  readonly nowMs: number;
  /** How long a failed pod on the node is still left alone. */
  readonly backoffMs: (nodeName: string) => number;
}

export interface Plan {
  /** Names of nodes. */
  readonly create: readonly string[];
  readonly remove: readonly Pod[];
  /** Pods among those to remove that have failed or ended, which is to be told. */
  readonly ended: readonly Pod[];
  /** When to look again at failed pods that are left alone for now. */
  readonly afterMs?: number | undefined;
}

/** Pods by the nodes they are for. Those that have ended and are going do not count any more. */
export function placesOf(nodes: readonly Node[], pods: readonly Pod[], placementOf: (node: Node) => Placement): readonly Place[] {
  const byNode = new Map<string, Pod[]>();
  for (const pod of pods) {
    const nodeName = targetNode(pod);
    if (nodeName === undefined || (isPodTerminal(pod) && isGoing(pod))) continue;
    byNode.set(nodeName, [...(byNode.get(nodeName) ?? []), pod]);
  }
  const places = nodes.map((node): Place => {
    const { name } = node.metadata;
    return { nodeName: name, placement: placementOf(node), pods: (byNode.get(name) ?? []).toSorted(byAge) };
  });
  const known = new Set(nodes.map(({ metadata }) => metadata.name));
  const elsewhere = [...byNode].filter(([nodeName]) => !known.has(nodeName));
  return [...places, ...elsewhere.map(([nodeName, left]): Place => ({ nodeName, placement: undefined, pods: left.toSorted(byAge) }))];
}

const isGoing = ({ metadata }: Pod): boolean => metadata.deletionTimestamp !== undefined;

/** Those on a node first, then the oldest. */
function byAge(a: Pod, b: Pod): number {
  if (!a.spec.nodeName !== !b.spec.nodeName) return a.spec.nodeName ? -1 : 1;
  const [aTime, bTime] = [a.metadata.creationTimestamp, b.metadata.creationTimestamp];
  if (aTime !== bTime) return aTime < bTime ? -1 : 1;
  return a.metadata.name < b.metadata.name ? -1 : 1;
}

/** What to do now: see that each node has its pod; once they all have, bring pods to the present template. */
export function plan(daemonSet: DaemonSet, situation: Situation): Plan {
  const kept = keep(daemonSet, situation);
  const isSettled = kept.create.length === 0 && kept.remove.length === 0;
  if (!isSettled || daemonSet.spec.updateStrategy?.type !== 'RollingUpdate') return kept;
  return { ...kept, ...roll(daemonSet, situation) };
}

function keep(daemonSet: DaemonSet, situation: Situation): Plan {
  const create: string[] = [];
  const remove: Pod[] = [];
  const ended: Pod[] = [];
  let afterMs: number | undefined;
  for (const { nodeName, placement, pods } of situation.places) {
    if (placement === undefined) remove.push(...pods.filter(({ spec }) => !spec.nodeName));
    else if (placement === 'run' && pods.length === 0) create.push(nodeName);
    else if (placement === 'leave') remove.push(...pods.filter((pod) => !isGoing(pod)));
    else {
      const staying = pods.filter((pod) => !isGoing(pod));
      const over = staying.filter(isPodTerminal);
      const backoffMs = over.some(({ status }) => status.phase === 'Failed') ? situation.backoffMs(nodeName) : 0;
      if (backoffMs > 0) afterMs = Math.min(afterMs ?? backoffMs, backoffMs);
      ended.push(...over.filter(({ status }) => status.phase === 'Succeeded' || backoffMs <= 0));
      const running = staying.filter((pod) => !isPodTerminal(pod));
      remove.push(...surplus(daemonSet, running, situation));
      if (running.length === 0 && placement === 'run' && allowsSurge(daemonSet)) create.push(nodeName);
    }
  }
  return { create, remove: [...remove, ...ended], ended, ...(afterMs !== undefined && { afterMs }) };
}

export const allowsSurge = ({ spec: { updateStrategy } }: DaemonSet): boolean => {
  const { maxSurge = 0 } = updateStrategy?.rollingUpdate ?? {};
  return updateStrategy?.type === 'RollingUpdate' && (typeof maxSurge === 'number' ? maxSurge > 0 : Number.parseInt(maxSurge, 10) > 0);
};

/** One is enough. With a surge, a new one may stand beside an old one until it can take over. */
function surplus(daemonSet: DaemonSet, running: readonly Pod[], { hash, nowMs }: Situation): readonly Pod[] {
  if (!allowsSurge(daemonSet)) return running.slice(1);
  if (running.length <= 1) return [];
  const [newest, ...moreNew] = running.filter((pod) => isUpdated(pod, daemonSet, hash));
  const [old, ...moreOld] = running.filter((pod) => !isUpdated(pod, daemonSet, hash));
  const { minReadySeconds = 0 } = daemonSet.spec;
  const isReplaced = newest && old && (!isPodReady(old) || isPodAvailable(newest, minReadySeconds, nowMs));
  return [...moreNew, ...moreOld, ...(isReplaced ? [old] : [])];
}
