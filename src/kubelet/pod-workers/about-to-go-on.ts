import type { Pod } from '../../kinds/core/pod/index.ts';
import type { PodStatus } from '../../kinds/core/pod/status.ts';

/** A program that runs once mostly ends soon, or takes its time. */
const soonMs = 5000;

/** A container is about to end whose end lets the pod go on: its users wait for every moment until that is noticed. */
export function isAboutToGoOn({ spec }: Pod, { containerStatuses = [], initContainerStatuses = [] }: PodStatus, nowMs: number): boolean {
  if (initContainerStatuses.some(({ state, started, ready }) => state?.running && !(started && ready))) return true;
  if (spec.restartPolicy === 'Always') return false;
  return containerStatuses.some(({ state }) => state?.running && nowMs - Date.parse(state.running.startedAt ?? '') < soonMs);
}
