import type { Pod } from '../../kinds/core/pod/index.ts';
import { crowded, unfit, type ForkedFilter, type Rejection } from '../plugin.ts';
import type { NodeInfo } from '../snapshot/node-info.ts';
import type { PodInfo } from '../snapshot/pod-info.ts';
import type { SpreadConstraint } from './spread-constraints.ts';
import { hasLabels, isIncluded } from './spread-counts.ts';

const skewed = crowded("node(s) didn't match pod topology spread constraints");
const outside = unfit("node(s) didn't match pod topology spread constraints (missing required label)");

export interface Spread {
  readonly constraint: SpreadConstraint;
  /** Matching pods by domain. */
  readonly counts: ReadonlyMap<string, number>;
}

/** Refuses domains that would have too many more pods than the one with the fewest. */
export class SpreadFilter implements ForkedFilter {
  readonly #pod: Readonly<Pod>;
  readonly #spreads: readonly CountedSpread[];

  constructor(spreads: readonly Spread[], pod: Readonly<Pod>) {
    this.#pod = pod;
    this.#spreads = spreads.map(({ constraint, counts }) => ({
      constraint,
      counts,
      own: constraint.selector.matches(pod.metadata.labels) ? 1 : 0,
      changed: undefined,
      least: undefined,
    }));
  }

  reject({ labels }: NodeInfo): Rejection | undefined {
    for (const spread of this.#spreads) {
      const { constraint, own } = spread;
      const domain = labels[constraint.topologyKey];
      if (domain === undefined) return outside;
      spread.least ??= leastOf(countsOf(spread), constraint);
      if ((countsOf(spread).get(domain) ?? 0) + own - spread.least > constraint.maxSkew) return skewed;
    }
    return undefined;
  }

  fork(): SpreadFilter {
    return new SpreadFilter(
      this.#spreads.map((spread) => ({ constraint: spread.constraint, counts: spread.changed ? new Map(spread.changed) : spread.counts })),
      this.#pod,
    );
  }

  add(other: PodInfo, node: NodeInfo): void {
    this.#change(other, node, 1);
  }

  remove(other: PodInfo, node: NodeInfo): void {
    this.#change(other, node, -1);
  }

  #change({ pod, namespace }: PodInfo, node: NodeInfo, by: 1 | -1): void {
    const keys = this.#spreads.map(({ constraint }) => constraint.topologyKey);
    if (namespace !== this.#pod.metadata.namespace || !hasLabels(node, keys)) return;
    for (const spread of this.#spreads) {
      const { constraint } = spread;
      if (!constraint.selector.matches(pod.metadata.labels) || !isIncluded(constraint, node, this.#pod.spec)) continue;
      const domain = node.labels[constraint.topologyKey] ?? '';
      spread.changed ??= new Map(spread.counts);
      spread.changed.set(domain, (spread.changed.get(domain) ?? 0) + by);
      spread.least = undefined;
    }
  }
}

interface CountedSpread extends Spread {
  /** Whether the pod counts itself. */
  readonly own: 0 | 1;
  /** A copy, once there are changes. */
  changed: Map<string, number> | undefined;
  /** How many pods the domain with the fewest has, once known. */
  least: number | undefined;
}

const countsOf = ({ changed, counts }: CountedSpread): ReadonlyMap<string, number> => changed ?? counts;

/** With fewer domains than asked for, one more is thought to be there, and empty. */
function leastOf(counts: ReadonlyMap<string, number>, { minDomains }: SpreadConstraint): number {
  if (counts.size < minDomains) return 0;
  let least = Number.POSITIVE_INFINITY;
  for (const count of counts.values()) if (count < least) least = count;
  return least;
}
