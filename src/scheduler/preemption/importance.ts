import type { PodInfo } from '../snapshot/pod-info.ts';

/** When the pod began to run; later than all others, if it has not yet. */
export const startedMs = ({ pod }: PodInfo): number => {
  const startTime = pod.status.startTime;
  return startTime ? Date.parse(startTime) : Number.POSITIVE_INFINITY;
};

/** The most important first: by priority, then who has run for longer. */
export function byImportance(a: PodInfo, b: PodInfo): number {
  if (a.priority !== b.priority) return b.priority - a.priority;
  const [first, second] = [startedMs(a), startedMs(b)];
  return first === second ? 0 : first - second;
}
