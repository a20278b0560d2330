import type { Pod } from '../../kinds/core/pod/index.ts';
import { podCondition } from '../../kinds/core/pod/readiness.ts';

/** How long until the next of the pods has been ready for so long; undefined when there is none to wait for. */
export function nextAvailabilityMs(pods: readonly Pod[], minReadySeconds: number, nowMs: number): number | undefined {
  let nextMs: number | undefined;
  for (const pod of pods) {
    const ready = podCondition(pod, 'Ready');
    if (ready?.status !== 'True' || !ready.lastTransitionTime) continue;
    const inMs = Date.parse(ready.lastTransitionTime) + minReadySeconds * 1000 - nowMs;
    if (inMs > 0 && (nextMs === undefined || inMs < nextMs)) nextMs = inMs;
  }
  return nextMs;
}
