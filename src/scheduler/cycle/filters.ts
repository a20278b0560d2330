import { isRejection, type NodeFilter, type Plugin, type Rejection } from '../plugin.ts';
import type { ClusterView } from '../snapshot/cluster-view.ts';
import type { NodeInfo } from '../snapshot/node-info.ts';
import type { PodInfo } from '../snapshot/pod-info.ts';

export interface PluginFilter {
  readonly plugin: string;
  readonly filter: NodeFilter;
}

/** A no, and whose it is. */
export interface Refusal {
  readonly plugin: string;
  readonly rejection: Rejection;
}

export type Prepared =
  | {
      readonly type: 'filters';
      readonly filters: readonly PluginFilter[];
      /** Only these nodes can fit, says the plugin. */
      readonly named: { readonly plugin: string; readonly nodes: ReadonlySet<string> } | undefined;
    }
  | { readonly type: 'refused'; readonly refusal: Refusal };

/** Asks all plugins what they have to say about the pod. */
export function prepareFilters(pod: PodInfo, plugins: readonly Plugin[], cluster: ClusterView): Prepared {
  const filters: PluginFilter[] = [];
  let named: { plugin: string; nodes: ReadonlySet<string> } | undefined;
  for (const plugin of plugins) {
    const filter = plugin.filter?.(pod, cluster);
    if (!filter) continue;
    if (isRejection(filter)) return { type: 'refused', refusal: { plugin: plugin.name, rejection: filter } };
    filters.push({ plugin: plugin.name, filter });
    if (filter.nodeNames) named = { plugin: plugin.name, nodes: named ? named.nodes.intersection(filter.nodeNames) : filter.nodeNames };
  }
  return { type: 'filters', filters, named };
}

/** The first plugin's no. */
export function refusalOf(filters: readonly PluginFilter[], node: NodeInfo): Refusal | undefined {
  for (const { plugin, filter } of filters) {
    const rejection = filter.reject(node);
    if (rejection) return { plugin, rejection };
  }
  return undefined;
}
