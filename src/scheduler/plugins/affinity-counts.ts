import { termMatches } from '../snapshot/affinity-term.ts';
import type { ClusterView } from '../snapshot/cluster-view.ts';
import type { NodeInfo } from '../snapshot/node-info.ts';
import type { PodInfo } from '../snapshot/pod-info.ts';
import type { Labels } from '../../model/labels.ts';
import { countMatchingAll, everyNodeBy, matchesAll, namespaceLabels, resolveTerm, type ResolvedTerm } from './near-pods.ts';

/** How many pods that matter are in the domains of one label. */
interface Domains {
  /** Of the term. */
  readonly key: string;
  readonly topologyKey: string;
  readonly counts: ReadonlyMap<string, number>;
  /** What is to be added to the counts: few, as changes are tried on one node only. */
  readonly changes: ReadonlyMap<string, number>;
}

const noChanges: ReadonlyMap<string, number> = new Map();

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
    const domains = (terms: readonly ResolvedTerm[], { key, topologyKey }: ResolvedTerm): Domains => ({
      key,
      topologyKey,
      counts: countMatchingAll(terms, cluster).byDomain(everyNodeBy(topologyKey)),
      changes: noChanges,
    });
    const against = [...cluster.terms.matching('requiredAnti', pod.pod, labels)];
    return new AffinityCounts(
      { pod, namespaceLabels: labels, required, requiredAnti },
      required.map((term) => domains(required, term)),
      requiredAnti.map((term) => domains([term], term)),
      against.map(({ term: { key, topologyKey }, byDomain }) => ({ key, topologyKey, counts: byDomain, changes: noChanges })),
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
    return matchesAll(required, pod.pod) && this.#near.every(isEmpty);
  }

  isTooNear({ labels }: NodeInfo): boolean {
    return this.#away.some((domains) => isIn(domains, labels));
  }

  isUnwelcome({ labels }: NodeInfo): boolean {
    return this.#against.some((domains) => isIn(domains, labels));
  }

  /** As if a pod came to, or left, a node. Neither the original nor copies see it. */
  change(other: PodInfo, node: NodeInfo, by: 1 | -1): void {
    const { pod, required, requiredAnti } = this.#incoming;
    if (matchesAll(required, other.pod)) this.#near = this.#near.map((domains) => changed(domains, node, by));
    this.#away = this.#away.map((domains, index) => (requiredAnti[index]?.matches(other.pod) ? changed(domains, node, by) : domains));
    for (const term of other.terms.requiredAnti) {
      if (!termMatches(term, pod.pod, this.#incoming.namespaceLabels)) continue;
      const { key, topologyKey } = term;
      const known = this.#against.find((each) => each.key === key);
      const next = changed(known ?? { key, topologyKey, counts: noChanges, changes: noChanges }, node, by);
      this.#against = [...this.#against.filter((each) => each !== known), next];
    }
  }
}

const countIn = ({ counts, changes }: Domains, domain: string): number => (counts.get(domain) ?? 0) + (changes.get(domain) ?? 0);

const isIn = (domains: Domains, labels: Labels): boolean => {
  const domain = labels[domains.topologyKey];
  return domain !== undefined && countIn(domains, domain) > 0;
};

const isEmpty = (domains: Domains): boolean =>
  [...domains.counts.keys(), ...domains.changes.keys()].every((domain) => countIn(domains, domain) <= 0);

function changed(domains: Domains, { labels }: NodeInfo, by: 1 | -1): Domains {
  const { topologyKey, changes } = domains;
  const domain = labels[topologyKey];
  return domain === undefined ? domains : { ...domains, changes: new Map(changes).set(domain, (changes.get(domain) ?? 0) + by) };
}
