import { termMatches } from '../snapshot/affinity-term.ts';
import type { ClusterView } from '../snapshot/cluster-view.ts';
import type { NodeInfo } from '../snapshot/node-info.ts';
import type { PodInfo } from '../snapshot/pod-info.ts';
import type { Labels } from '../../model/labels.ts';
import { countMatchingAll, everyNodeBy, matchesAll, namespaceLabels, resolveTerm, type ResolvedTerm } from './near-pods.ts';

/** How many pods that matter are in the domains of one label. */
interface Domains {
  readonly topologyKey: string;
  readonly counts: ReadonlyMap<string, number>;
}

interface Incoming {
  readonly pod: PodInfo;
  readonly namespaceLabels: Labels;
  readonly required: readonly ResolvedTerm[];
  readonly requiredAnti: readonly ResolvedTerm[];
}

/** Where the pods are that the required terms of a pod are about, and those whose terms are about the pod. */
export class AffinityCounts {
  readonly #incoming: Incoming;
  /** Of each required term: the pods that match all of them. */
  #near: readonly Domains[];
  /** Of each anti-affinity term: the pods that match it. */
  #away: readonly Domains[];
  /** The pods that do not want this one near. */
  #against: readonly Domains[];

  private constructor(incoming: Incoming, near: readonly Domains[], away: readonly Domains[], against: readonly Domains[]) {
    this.#incoming = incoming;
    this.#near = near;
    this.#away = away;
    this.#against = against;
  }

  static of(pod: PodInfo, cluster: ClusterView): AffinityCounts {
    const labels = namespaceLabels(pod.namespace, cluster.objects);
    const required = pod.terms.required.map((term) => resolveTerm(term, cluster.objects));
    const requiredAnti = pod.terms.requiredAnti.map((term) => resolveTerm(term, cluster.objects));
    const domains = (terms: readonly ResolvedTerm[], topologyKey: string): Domains => ({
      topologyKey,
      counts: countMatchingAll(terms, cluster).byDomain(everyNodeBy(topologyKey)),
    });
    const against = [...cluster.terms.matching('requiredAnti', pod.pod, labels)];
    return new AffinityCounts(
      { pod, namespaceLabels: labels, required, requiredAnti },
      required.map(({ topologyKey }) => domains(required, topologyKey)),
      requiredAnti.map((term) => domains([term], term.topologyKey)),
      against.map(({ term, byDomain }) => ({ topologyKey: term.topologyKey, counts: byDomain })),
    );
  }

  get isEmpty(): boolean {
    return this.#near.length === 0 && this.#away.length === 0 && this.#against.length === 0;
  }

  copy(): AffinityCounts {
    return new AffinityCounts(this.#incoming, this.#near, this.#away, this.#against);
  }

  /** Whether the node is near the pods it should be near. The first of a group that wants to be together may go anywhere. */
  isNear({ labels }: NodeInfo): boolean {
    if (this.#near.some(({ topologyKey }) => labels[topologyKey] === undefined)) return false;
    if (this.#near.every((domains) => isIn(domains, labels))) return true;
    const { required, pod } = this.#incoming;
    return matchesAll(required, pod.pod) && this.#near.every(({ counts }) => [...counts.values()].every((count) => count <= 0));
  }

  isTooNear({ labels }: NodeInfo): boolean {
    return this.#away.some((domains) => isIn(domains, labels));
  }

  isUnwelcome({ labels }: NodeInfo): boolean {
    return this.#against.some((domains) => isIn(domains, labels));
  }

  /** As if a pod came to, or left, a node. Copies do not see it. */
  change(other: PodInfo, node: NodeInfo, by: 1 | -1): void {
    const { pod, required, requiredAnti } = this.#incoming;
    if (matchesAll(required, other.pod)) this.#near = this.#near.map((domains) => changed(domains, node, by));
    this.#away = this.#away.map((domains, index) => (requiredAnti[index]?.matches(other.pod) ? changed(domains, node, by) : domains));
    for (const term of other.terms.requiredAnti) {
      if (!termMatches(term, pod.pod, this.#incoming.namespaceLabels)) continue;
      const { topologyKey } = term;
      // Which of several groups with this label loses one does not matter once they are added up.
      this.#against = [
        changed(merged(this.#against, topologyKey), node, by),
        ...this.#against.filter((each) => each.topologyKey !== topologyKey),
      ];
    }
  }
}

const isIn = ({ topologyKey, counts }: Domains, labels: Labels): boolean => {
  const domain = labels[topologyKey];
  return domain !== undefined && (counts.get(domain) ?? 0) > 0;
};

function changed(domains: Domains, { labels }: NodeInfo, by: 1 | -1): Domains {
  const { topologyKey, counts } = domains;
  const domain = labels[topologyKey];
  return domain === undefined ? domains : { topologyKey, counts: new Map(counts).set(domain, (counts.get(domain) ?? 0) + by) };
}

function merged(all: readonly Domains[], topologyKey: string): Domains {
  const counts = new Map<string, number>();
  for (const domains of all) {
    if (domains.topologyKey !== topologyKey) continue;
    for (const [domain, count] of domains.counts) counts.set(domain, (counts.get(domain) ?? 0) + count);
  }
  return { topologyKey, counts };
}
