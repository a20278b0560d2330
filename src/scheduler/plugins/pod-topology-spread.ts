import type { Pod } from '../../kinds/core/pod/index.ts';
import { crowded, unfit, type ForkedFilter, type NodeFilter, type Plugin } from '../plugin.ts';
import type { NodeInfo } from '../snapshot/node-info.ts';
import type { PodInfo } from '../snapshot/pod-info.ts';
import { readsForDefaults, spreadConstraintsOf, type SpreadConstraint } from './spread-constraints.ts';
import { countSpread, domainsOf, hasLabels, isIncluded } from './spread-counts.ts';
import { isWokenForSpread } from './spread-events.ts';
import { scoreSpread } from './spread-score.ts';

const skewed = crowded("node(s) didn't match pod topology spread constraints");
const outside = unfit("node(s) didn't match pod topology spread constraints (missing required label)");

/** Keeps pods that belong together evenly spread over zones, nodes or whatever else labels tell apart (KEP-895). */
export const podTopologySpread: Plugin = {
  name: 'PodTopologySpread',
  weight: 2,
  reads: readsForDefaults,

  filter({ pod }, cluster) {
    const constraints = spreadConstraintsOf(pod, 'DoNotSchedule', cluster.objects);
    if (constraints.length === 0) return undefined;
    const keys = constraints.map(({ topologyKey }) => topologyKey);
    const spreads = constraints.map((constraint): Spread => {
      const counts = countSpread(constraint, pod, cluster).byDomain(domainsOf(constraint, pod, keys));
      return { constraint, counts, least: leastOf(counts, constraint) };
    });
    return filterBy(spreads, pod);
  },

  score: scoreSpread,
  mayHelp: isWokenForSpread,
};

interface Spread {
  readonly constraint: SpreadConstraint;
  readonly counts: ReadonlyMap<string, number>;
  /** How many pods the domain with the fewest has. */
  readonly least: number;
}

function filterBy(spreads: readonly Spread[], pod: Readonly<Pod>): NodeFilter {
  const own = spreads.map(({ constraint }) => (constraint.selector.matches(pod.metadata.labels) ? 1 : 0));
  return {
    reject({ labels }) {
      for (const [index, { constraint, counts, least }] of spreads.entries()) {
        const domain = labels[constraint.topologyKey];
        if (domain === undefined) return outside;
        if ((counts.get(domain) ?? 0) + (own[index] ?? 0) - least > constraint.maxSkew) return skewed;
      }
      return undefined;
    },
    fork: () => forkOf(spreads, pod),
  };
}

function forkOf(original: readonly Spread[], pod: Readonly<Pod>): ForkedFilter {
  const keys = original.map(({ constraint }) => constraint.topologyKey);
  let spreads = original;
  const change = (other: PodInfo, node: NodeInfo, by: 1 | -1) => {
    if (other.namespace !== pod.metadata.namespace || !hasLabels(node, keys)) return;
    spreads = spreads.map((spread) => {
      const { constraint, counts } = spread;
      if (!constraint.selector.matches(other.pod.metadata.labels) || !isIncluded(constraint, node, pod.spec)) return spread;
      const domain = node.labels[constraint.topologyKey] ?? '';
      const changed = new Map(counts).set(domain, (counts.get(domain) ?? 0) + by);
      return { constraint, counts: changed, least: leastOf(changed, constraint) };
    });
  };
  return {
    reject: (node) => filterBy(spreads, pod).reject(node),
    add: (other, node) => change(other, node, 1),
    remove: (other, node) => change(other, node, -1),
  };
}

/** With fewer domains than asked for, one more is thought to be there, and empty. */
function leastOf(counts: ReadonlyMap<string, number>, { minDomains }: SpreadConstraint): number {
  if (counts.size < minDomains) return 0;
  let least = Number.POSITIVE_INFINITY;
  for (const count of counts.values()) if (count < least) least = count;
  return least;
}
