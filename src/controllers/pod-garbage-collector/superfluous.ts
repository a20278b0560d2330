import type { Pod } from '../../kinds/core/pod/index.ts';
import { isPodTerminal } from '../../kinds/core/pod/readiness.ts';

/** Of the finished pods those beyond the threshold: evicted ones first, since nobody waits for them, then the oldest. */
export function superfluous(pods: readonly Pod[], threshold: number): readonly Pod[] {
  const finished = pods.filter(isPodTerminal);
  if (finished.length <= threshold) return [];
  return finished.toSorted(byEvictionAndAge).slice(0, finished.length - threshold);
}

const isEvicted = ({ status }: Pod): boolean => status.phase === 'Failed' && status.reason === 'Evicted';

function byEvictionAndAge(a: Pod, b: Pod): number {
  if (isEvicted(a) !== isEvicted(b)) return isEvicted(a) ? -1 : 1;
  const [aTime, bTime] = [a.metadata.creationTimestamp, b.metadata.creationTimestamp];
  if (aTime !== bTime) return aTime < bTime ? -1 : 1;
  return a.metadata.name < b.metadata.name ? -1 : 1;
}
