import { Namespace } from '../../kinds/core/namespace.ts';
import { crowded, unfit, type ForkedFilter, type Plugin, type Rejection } from '../plugin.ts';
import type { NodeInfo } from '../snapshot/node-info.ts';
import { isWokenForAffinity } from './affinity-events.ts';
import { scoreAffinity } from './affinity-score.ts';
import { AffinityCounts } from './affinity-counts.ts';

const notNear = unfit("node(s) didn't match pod affinity rules");
const tooNear = crowded("node(s) didn't match pod anti-affinity rules");
const unwelcome = crowded("node(s) didn't satisfy existing pods anti-affinity rules");

/** Puts pods near those they want to be near, and away from those they, or who want to be away from them. */
export const interPodAffinity: Plugin = {
  name: 'InterPodAffinity',
  weight: 2,
  reads: [Namespace],

  filter(pod, cluster) {
    const counts = AffinityCounts.of(pod, cluster);
    if (counts.isEmpty) return undefined;
    return filterBy(counts);
  },

  score: scoreAffinity,
  mayHelp: isWokenForAffinity,
};

const filterBy = (counts: AffinityCounts): ForkedFilter => ({
  reject: (node) => rejectBy(counts, node),
  fork: () => filterBy(counts.copy()),
  add: (other, node) => counts.change(other, node, 1),
  remove: (other, node) => counts.change(other, node, -1),
});

function rejectBy(counts: AffinityCounts, node: NodeInfo): Rejection | undefined {
  if (!counts.isNear(node)) return notNear;
  if (counts.isTooNear(node)) return tooNear;
  return counts.isUnwelcome(node) ? unwelcome : undefined;
}
