import { maxScore, type NodeScore } from '../plugin.ts';
import type { ClusterView } from '../snapshot/cluster-view.ts';
import type { NodeInfo } from '../snapshot/node-info.ts';
import type { PodInfo } from '../snapshot/pod-info.ts';
import { hasOwnConstraints, hostnameLabel, spreadConstraintsOf, type SpreadConstraint } from './spread-constraints.ts';
import { countSpread, domainsOf, hasLabels } from './spread-counts.ts';

/** The fewer of its peers are near, the better. Domains of which there are few count as much as those with many. */
export function scoreSpread({ pod }: PodInfo, nodes: readonly NodeInfo[], cluster: ClusterView): NodeScore | undefined {
  const constraints = spreadConstraintsOf(pod, 'ScheduleAnyway', cluster.objects);
  if (constraints.length === 0) return undefined;
  // Defaults must not put nodes without zones out of the running.
  const keys = hasOwnConstraints(pod) ? constraints.map(({ topologyKey }) => topologyKey) : [];
  const isScored = (node: NodeInfo) => hasLabels(node, keys);
  const scored = keys.length === 0 ? nodes : nodes.filter(isScored);
  const spreads = constraints.map((constraint) => ({
    ...constraint,
    weight: Math.log(sizeOf(constraint, scored) + 2),
    countFor: counter(constraint, pod, keys, cluster),
  }));
  return {
    score(node) {
      if (!isScored(node)) return notScored;
      let sum = 0;
      for (const { topologyKey, maxSkew, weight, countFor } of spreads) {
        const domain = node.labels[topologyKey];
        // What the constraint tolerates is added, so that differences within it count less.
        if (domain !== undefined) sum += countFor(node, domain) * weight + (maxSkew - 1);
      }
      return Math.round(sum);
    },
    normalize: fewestIsBest,
  };
}

/** No count is negative. */
const notScored = -1;

function sizeOf({ topologyKey }: SpreadConstraint, nodes: readonly NodeInfo[]): number {
  if (topologyKey === hostnameLabel) return nodes.length;
  return new Set(nodes.map(({ labels }) => labels[topologyKey])).size;
}

function counter(constraint: SpreadConstraint, pod: PodInfo['pod'], keys: readonly string[], cluster: ClusterView) {
  const count = countSpread(constraint, pod, cluster);
  if (constraint.topologyKey === hostnameLabel) return ({ name }: NodeInfo) => count.onNode(name);
  const byDomain = count.byDomain(domainsOf(constraint, pod, keys));
  return (_node: NodeInfo, domain: string) => byDomain.get(domain) ?? 0;
}

function fewestIsBest(scores: number[]): void {
  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  for (const score of scores) {
    if (score === notScored) continue;
    if (score < least) least = score;
    if (score > most) most = score;
  }
  for (const [index, score] of scores.entries()) {
    if (score === notScored) scores[index] = 0;
    else scores[index] = most === 0 ? maxScore : Math.trunc((maxScore * (most + least - score)) / most);
  }
}
