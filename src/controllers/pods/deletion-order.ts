import type { Pod } from '../../kinds/core/pod/index.ts';
import { isPodReady, podCondition } from '../../kinds/core/pod/readiness.ts';

export interface DeletionOrderOptions {
  /** How many related pods share the pod's node. */
  readonly rank: (pod: Pod) => number;
  readonly nowMs: number;
}

const phases: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };

/**
 * Which of two pods to give up first: the one that is not on a node, has got less far, is not ready, costs less, shares
 * its node with more of its kind, became ready later, restarted more often or is younger.
 */
export function deletionOrder({ rank, nowMs }: DeletionOrderOptions): (a: Pod, b: Pod) => number {
  return (a, b) =>
    firstDifference(
      () => Number(hasNode(a)) - Number(hasNode(b)),
      () => phaseOf(a) - phaseOf(b),
      () => Number(isPodReady(a)) - Number(isPodReady(b)),
      () => deletionCost(a) - deletionCost(b),
      () => rank(b) - rank(a),
      () => (isPodReady(a) ? youngerFirst(readySince(a), readySince(b), { a, b, nowMs }) : 0),
      () => restarts(b).containers - restarts(a).containers,
      () => restarts(b).sidecars - restarts(a).sidecars,
      () => youngerFirst(a.metadata.creationTimestamp, b.metadata.creationTimestamp, { a, b, nowMs }),
    );
}

function firstDifference(...comparisons: (() => number)[]): number {
  for (const compare of comparisons) {
    const difference = compare();
    if (difference !== 0) return difference;
  }
  return 0;
}

const hasNode = ({ spec }: Pod): boolean => !!spec.nodeName;
const phaseOf = ({ status }: Pod): number => phases[status.phase ?? ''] ?? 0;
const readySince = (pod: Pod): string | undefined => podCondition(pod, 'Ready')?.lastTransitionTime ?? undefined;

/** Annotation `controller.kubernetes.io/pod-deletion-cost`, an int32; nothing else counts (KEP-2255). */
export function deletionCost({ metadata }: Pod): number {
  const text = metadata.annotations?.['controller.kubernetes.io/pod-deletion-cost'] ?? '';
  if (!/^(0|-?[1-9]\d*)$/.test(text)) return 0;
  const cost = Number(text);
  return cost >= -(2 ** 31) && cost < 2 ** 31 ? cost : 0;
}

/**
 * Ages count by order of magnitude, and are decided by uid within it, so that not always the youngest has to go, which
 * may be the only one on a new node (KEP-2185).
 */
function youngerFirst(aTime: string | undefined, bTime: string | undefined, { a, b, nowMs }: { a: Pod; b: Pod; nowMs: number }): number {
  const [aMs, bMs] = [Date.parse(aTime ?? ''), Date.parse(bTime ?? '')];
  // No time at all counts as younger than any.
  if (Number.isNaN(aMs) || Number.isNaN(bMs)) return Number(Number.isNaN(bMs)) - Number(Number.isNaN(aMs));
  if (aMs === bMs) return 0;
  const difference = magnitude(nowMs - aMs) - magnitude(nowMs - bMs);
  return difference !== 0 ? difference : a.metadata.uid < b.metadata.uid ? -1 : 1;
}

const magnitude = (ageMs: number): number => (ageMs > 0 ? Math.trunc(Math.log2(ageMs * 1_000_000)) : -1);

function restarts({ spec, status }: Pod): { containers: number; sidecars: number } {
  const sidecars = new Set(spec.initContainers?.filter(({ restartPolicy }) => restartPolicy === 'Always').map(({ name }) => name));
  const most = (counts: readonly number[]) => Math.max(0, ...counts);
  return {
    containers: most((status.containerStatuses ?? []).map(({ restartCount }) => restartCount)),
    sidecars: most((status.initContainerStatuses ?? []).filter(({ name }) => sidecars.has(name)).map(({ restartCount }) => restartCount)),
  };
}
