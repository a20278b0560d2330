import type { Plugin } from '../plugin.ts';
import type { Profile } from '../profile.ts';
import type { ClusterView } from '../snapshot/cluster-view.ts';
import type { NodeInfo } from '../snapshot/node-info.ts';
import type { PodInfo } from '../snapshot/pod-info.ts';
import { bestNode } from './best-node.ts';
import { prepareFilters, type PluginFilter, type Refusal } from './filters.ts';
import { fitMessage } from './fit-message.ts';
import { findFittingNodes, nodesToFind, refusalWithNominated } from './fitting-nodes.ts';
import type { NominatedPods } from './nominated-pods.ts';

export type Choice =
  | { readonly type: 'node'; readonly node: NodeInfo }
  | {
      readonly type: 'none';
      readonly message: string;
      /** The plugins that said no. */
      readonly rejectors: ReadonlySet<string>;
      readonly filters: readonly PluginFilter[];
      /** By node, for those that were looked at. */
      readonly refusals: ReadonlyMap<string, Refusal>;
    };

export interface ChooserOptions {
  readonly profile: Profile;
  readonly cluster: ClusterView;
  readonly nominated: NominatedPods;
}

/** Finds nodes for pods, one pod at a time: filter, score, select. */
export class Chooser {
  readonly #plugins: readonly Plugin[];
  readonly #percentage: number | undefined;
  readonly #cluster: ClusterView;
  readonly #nominated: NominatedPods;
  /** Goes around, so that all nodes have their turn although each pod is only tried on some. */
  #start = 0;

  constructor({ profile, cluster, nominated }: ChooserOptions) {
    this.#plugins = profile.plugins;
    this.#percentage = profile.percentageOfNodesToScore;
    this.#cluster = cluster;
    this.#nominated = nominated;
  }

  choose(pod: PodInfo): Choice {
    const all = this.#cluster.nodes;
    if (all.length === 0) return none('no nodes available to schedule pods', { rejectors: ['NodeName'] });
    const prepared = prepareFilters(pod, this.#plugins, this.#cluster);
    if (prepared.type === 'refused') {
      const { plugin, rejection } = prepared.refusal;
      return none(fitMessage({ nodeCount: all.length, refusal: rejection, rejections: [] }), { rejectors: [plugin] });
    }
    const { filters, named } = prepared;
    const nominee = this.#nomineeFor(pod, filters);
    if (nominee) return { type: 'node', node: nominee };

    const nodes = named ? [...named.nodes].flatMap((name) => this.#cluster.node(name) ?? []) : all;
    const enough = nodesToFind(nodes.length, this.#percentage);
    const { fitting, refusals } = findFittingNodes({ pod, nodes, filters, nominated: this.#nominated, start: this.#start, enough });
    this.#start = (this.#start + fitting.length + refusals.size) % all.length;
    const node = bestNode(pod, fitting, this.#plugins, this.#cluster);
    if (node) return { type: 'node', node };

    const rejectors = new Set([...refusals.values()].map(({ plugin }) => plugin));
    if (named) rejectors.add(named.plugin);
    const others = named && { count: all.length - nodes.length, reason: `node(s) didn't satisfy plugin(s) [${named.plugin}]` };
    const rejections = [...refusals.values()].map(({ rejection }) => rejection);
    return none(fitMessage({ nodeCount: all.length, rejections, others }), { rejectors, filters, refusals });
  }

  /** Others were removed from this node for the pod, so it is likely the only one that fits. */
  #nomineeFor(pod: PodInfo, filters: readonly PluginFilter[]): NodeInfo | undefined {
    const name = this.#nominated.nodeOf(pod.uid);
    const node = name === undefined ? undefined : this.#cluster.node(name);
    return node && !refusalWithNominated(pod, node, filters, this.#nominated) ? node : undefined;
  }
}

interface NoneDetails {
  readonly rejectors: Iterable<string>;
  readonly filters?: readonly PluginFilter[];
  readonly refusals?: ReadonlyMap<string, Refusal>;
}

const none = (message: string, { rejectors, filters = [], refusals = new Map() }: NoneDetails): Choice => ({
  type: 'none',
  message,
  rejectors: new Set(rejectors),
  filters,
  refusals,
});
