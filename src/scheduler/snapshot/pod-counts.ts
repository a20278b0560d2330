import type { Pod } from '../../kinds/core/pod/index.ts';
import type { NodeInfo } from './node-info.ts';
import type { PodInfo } from './pod-info.ts';

/** Which pods are counted. */
export interface PodQuery {
  /** Equal for queries that count the same. */
  readonly key: string;
  /** In which namespaces; in all, unless given. */
  readonly namespaces?: ReadonlySet<string> | undefined;
  matches(pod: Readonly<Pod>): boolean;
}

/** Which parts of the cluster pods are counted by. */
export interface DomainQuery {
  /** Equal for queries about the same nodes. */
  readonly key: string;
  /** Nodes with the same value of this label are one domain. */
  readonly topologyKey: string;
  /** Nodes that do not count, and neither do their pods. All do, unless given. */
  isEligible?(node: NodeInfo): boolean;
}

/** How many of the pods asked for are where. Kept up to date: ask anew in each cycle, but do not copy. */
export interface PodCount {
  onNode(name: string): number;
  /** By the value of the topology label; domains without such pods are there with 0. */
  byDomain(query: DomainQuery): ReadonlyMap<string, number>;
}

export interface PlacedPod {
  readonly info: PodInfo;
  readonly node: NodeInfo;
}

export interface PodCountsOptions {
  /** Those whose objects are known. */
  readonly nodes: () => Iterable<NodeInfo>;
  /** In a namespace, or everywhere. */
  readonly pods: (namespace: string | undefined) => Iterable<PlacedPod>;
}

/** Enough for the deployments that are being rolled out at one time; what is evicted is counted anew when asked for. */
const capacity = 500;

/**
 * Counts of pods that plugins ask about, by node and by domain. A count is made when first asked for, by looking at all
 * pods of its namespaces, and follows their coming and going from then on, so that a cycle looks at no pod.
 */
export class PodCounts {
  readonly #options: PodCountsOptions;
  readonly #counts = new Map<string, Counted>();
  #generation = 0;

  constructor(options: PodCountsOptions) {
    this.#options = options;
  }

  of(query: PodQuery): PodCount {
    const count = this.#counts.get(query.key) ?? this.#counted(query);
    this.#counts.delete(query.key);
    this.#counts.set(query.key, count);
    if (this.#counts.size > capacity) {
      const oldest = this.#counts.keys().next();
      if (!oldest.done) this.#counts.delete(oldest.value);
    }
    return {
      onNode: (name) => count.byNode.get(name) ?? 0,
      byDomain: (domains) => this.#domains(count, domains),
    };
  }

  podAdded(placed: PlacedPod): void {
    for (const count of this.#counts.values()) if (isCounted(count.query, placed.info)) change(count, placed.node, 1);
  }

  podRemoved(placed: PlacedPod): void {
    for (const count of this.#counts.values()) if (isCounted(count.query, placed.info)) change(count, placed.node, -1);
  }

  /** Nodes came, went, or changed in a way that moves them to other domains. */
  nodesChanged(): void {
    this.#generation++;
  }

  #counted(query: PodQuery): Counted {
    const count: Counted = { query, byNode: new Map(), domains: new Map() };
    for (const namespace of query.namespaces ?? [undefined]) {
      for (const { info, node } of this.#options.pods(namespace)) if (isCounted(query, info)) change(count, node, 1);
    }
    return count;
  }

  #domains(count: Counted, query: DomainQuery): ReadonlyMap<string, number> {
    const known = count.domains.get(query.key);
    if (known && known.generation === this.#generation) return known.values;
    // Whoever asks about other nodes in every cycle must not fill the memory.
    if (count.domains.size >= 100) count.domains.clear();
    const domains: Domains = { generation: this.#generation, topologyKey: query.topologyKey, nodes: new Set(), values: new Map() };
    for (const node of this.#options.nodes()) {
      const value = node.labels[query.topologyKey];
      if (value === undefined || query.isEligible?.(node) === false) continue;
      domains.nodes.add(node.name);
      domains.values.set(value, (domains.values.get(value) ?? 0) + (count.byNode.get(node.name) ?? 0));
    }
    count.domains.set(query.key, domains);
    return domains.values;
  }
}

interface Counted {
  readonly query: PodQuery;
  readonly byNode: Map<string, number>;
  readonly domains: Map<string, Domains>;
}

interface Domains {
  readonly generation: number;
  readonly topologyKey: string;
  readonly nodes: Set<string>;
  readonly values: Map<string, number>;
}

const isCounted = (query: PodQuery, { namespace, pod }: PodInfo): boolean =>
  (query.namespaces === undefined || query.namespaces.has(namespace)) && query.matches(pod);

function change({ byNode, domains }: Counted, node: NodeInfo, by: 1 | -1): void {
  const onNode = (byNode.get(node.name) ?? 0) + by;
  if (onNode === 0) byNode.delete(node.name);
  else byNode.set(node.name, onNode);
  for (const { topologyKey, nodes, values } of domains.values()) {
    const value = nodes.has(node.name) ? node.labels[topologyKey] : undefined;
    // A value that is not there belongs to a generation before this label, and will be counted anew.
    if (value !== undefined && values.has(value)) values.set(value, (values.get(value) ?? 0) + by);
  }
}
