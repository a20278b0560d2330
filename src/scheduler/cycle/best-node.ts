import { randomBelow } from '../../base/random.ts';
import type { Plugin } from '../plugin.ts';
import type { ClusterView } from '../snapshot/cluster-view.ts';
import type { NodeInfo } from '../snapshot/node-info.ts';
import type { PodInfo } from '../snapshot/pod-info.ts';

/** The node with the highest score; one of them at random, if there are several. */
export function bestNode(pod: PodInfo, nodes: readonly NodeInfo[], plugins: readonly Plugin[], cluster: ClusterView): NodeInfo | undefined {
  if (nodes.length <= 1) return nodes[0];
  const totals = totalScores(pod, nodes, plugins, cluster);
  const highest = totals.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const best = nodes.filter((_, index) => totals[index] === highest);
  return best[randomBelow(best.length)];
}

/** In the order of the nodes. */
export function totalScores(pod: PodInfo, nodes: readonly NodeInfo[], plugins: readonly Plugin[], cluster: ClusterView): readonly number[] {
  const totals = nodes.map(() => 0);
  for (const plugin of plugins) {
    const scorer = plugin.score?.(pod, nodes, cluster);
    if (!scorer) continue;
    const scores = nodes.map((node) => scorer.score(node));
    scorer.normalize?.(scores);
    const weight = plugin.weight ?? 1;
    for (let index = 0; index < scores.length; index++) totals[index] = (totals[index] ?? 0) + (scores[index] ?? 0) * weight;
  }
  return totals;
}
