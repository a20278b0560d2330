import { maxScore, type NodeScore } from '../plugin.ts';
import type { ClusterView } from '../snapshot/cluster-view.ts';
import type { NodeInfo } from '../snapshot/node-info.ts';
import type { PodInfo } from '../snapshot/pod-info.ts';
import { countMatchingAll, everyNodeBy, namespaceLabels, resolveTerm } from './near-pods.ts';

interface Wish {
  readonly topologyKey: string;
  readonly byDomain: ReadonlyMap<string, number>;
  /** Below zero for wishes to be away. */
  readonly weight: number;
}

/** Each wish counts for every pod that it is about: the pod's own, and those of others about it. */
export function scoreAffinity(info: PodInfo, _nodes: readonly NodeInfo[], cluster: ClusterView): NodeScore | undefined {
  const wishes = [...ownWishes(info, cluster), ...wishesOfOthers(info, cluster)].filter(({ byDomain }) => byDomain.size > 0);
  if (wishes.length === 0) return undefined;
  return {
    score({ labels }) {
      let sum = 0;
      for (const { topologyKey, byDomain, weight } of wishes) {
        const domain = labels[topologyKey];
        if (domain !== undefined) sum += (byDomain.get(domain) ?? 0) * weight;
      }
      return sum;
    },
    normalize: stretch,
  };
}

function* ownWishes({ terms }: PodInfo, cluster: ClusterView): Generator<Wish> {
  for (const [weighted, sign] of [
    [terms.preferred, 1],
    [terms.preferredAnti, -1],
  ] as const) {
    for (const term of weighted) {
      const count = countMatchingAll([resolveTerm(term, cluster.objects)], cluster);
      yield { topologyKey: term.topologyKey, byDomain: count.byDomain(everyNodeBy(term.topologyKey)), weight: sign * term.weight };
    }
  }
}

/** What others require counts as a wish of the least weight. */
function* wishesOfOthers({ pod, namespace }: PodInfo, { terms, objects }: ClusterView): Generator<Wish> {
  const labels = namespaceLabels(namespace, objects);
  for (const [role, sign] of [
    ['required', 1],
    ['preferred', 1],
    ['preferredAnti', -1],
  ] as const) {
    for (const { term, byDomain, weight } of terms.matching(role, pod, labels)) {
      yield { topologyKey: term.topologyKey, byDomain, weight: sign * weight };
    }
  }
}

function stretch(scores: number[]): void {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const score of scores) {
    if (score < least) least = score;
    if (score > most) most = score;
  }
  const range = most - least;
  for (const [index, score] of scores.entries()) scores[index] = range > 0 ? Math.trunc(maxScore * ((score - least) / range)) : 0;
}
