import { tolerates } from '../../kinds/core/tolerations.ts';
import type { Taint } from '../../kinds/core/node/schema.ts';
import type { Toleration } from '../../kinds/core/pod/affinity.ts';

export const noExecuteTaints = (taints: readonly Taint[] | undefined): readonly Taint[] =>
  (taints ?? []).filter(({ effect }) => effect === 'NoExecute');

/** For how long a pod may stay on a node with these taints; undefined is for ever. */
export function tolerationMs(taints: readonly Taint[], tolerations: readonly Toleration[] | undefined): number | undefined {
  let shortest: number | undefined;
  for (const taint of taints) {
    const toleration = tolerations?.find((candidate) => tolerates(candidate, taint));
    if (!toleration) return 0;
    const { tolerationSeconds } = toleration;
    if (tolerationSeconds === undefined) continue;
    const ms = Math.max(0, tolerationSeconds) * 1000;
    if (shortest === undefined || ms < shortest) shortest = ms;
  }
  return shortest;
}
