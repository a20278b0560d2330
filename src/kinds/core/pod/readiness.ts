import type { Pod } from './index.ts';
import type { PodCondition } from './status.ts';

export const podCondition = ({ status }: Readonly<Pod>, type: string): PodCondition | undefined =>
  status.conditions?.find((condition) => condition.type === type);

export const isPodReady = (pod: Readonly<Pod>): boolean => podCondition(pod, 'Ready')?.status === 'True';

/** Ready for at least `minReadySeconds`. */
export function isPodAvailable(pod: Readonly<Pod>, minReadySeconds: number, nowMs: number): boolean {
  const ready = podCondition(pod, 'Ready');
  if (ready?.status !== 'True') return false;
  if (minReadySeconds === 0) return true;
  // Time fields are null when the writer left them zero, which counts as never.
  const sinceMs = Date.parse(ready.lastTransitionTime ?? '');
  return sinceMs + minReadySeconds * 1000 <= nowMs;
}

/** All containers have stopped and none will start again. */
export const isPodTerminal = ({ status }: Readonly<Pod>): boolean => status.phase === 'Succeeded' || status.phase === 'Failed';

/** Counts as one of its controller's replicas: neither finished nor on its way out. */
export const isPodActive = (pod: Readonly<Pod>): boolean => !isPodTerminal(pod) && pod.metadata.deletionTimestamp === undefined;

/** Deletion has begun and containers may still run. */
export const isPodTerminating = (pod: Readonly<Pod>): boolean => !isPodTerminal(pod) && pod.metadata.deletionTimestamp !== undefined;

/** Nothing of the pod runs any more, whether or not its phase says so yet, so that it uses no volumes. */
export const isPodStopped = (pod: Readonly<Pod>): boolean =>
  isPodTerminal(pod) ||
  (pod.metadata.deletionTimestamp !== undefined &&
    [pod.status.initContainerStatuses, pod.status.containerStatuses, pod.status.ephemeralContainerStatuses]
      .flatMap((statuses) => statuses ?? [])
      .every(({ state }) => state?.terminated ?? state?.waiting));
