import type { NodeInfo } from '../snapshot/node-info.ts';
import type { PodInfo } from '../snapshot/pod-info.ts';
import { refusalOf, type PluginFilter, type Refusal } from './filters.ts';
import type { NominatedPods } from './nominated-pods.ts';
import { WhatIf } from './what-if.ts';

export interface Search {
  readonly pod: PodInfo;
  readonly nodes: readonly NodeInfo[];
  readonly filters: readonly PluginFilter[];
  readonly nominated: NominatedPods;
  /** Where in the list to begin. */
  readonly start: number;
  /** With so many that fit, the search ends. */
  readonly enough: number;
}

export interface Found {
  readonly fitting: readonly NodeInfo[];
  readonly refusals: ReadonlyMap<string, Refusal>;
}

export function findFittingNodes({ pod, nodes, filters, nominated, start, enough }: Search): Found {
  const fitting: NodeInfo[] = [];
  const refusals = new Map<string, Refusal>();
  for (let index = 0; index < nodes.length && fitting.length < enough; index++) {
    const node = nodes[(start + index) % nodes.length] as NodeInfo; // within bounds
    const refusal = refusalWithNominated(pod, node, filters, nominated);
    if (refusal) refusals.set(node.name, refusal);
    else fitting.push(node);
  }
  return { fitting, refusals };
}

/**
 * A pod must fit with the nominated pods there, as they may come, and without them, as they may not: it may need them to
 * be near.
 */
export function refusalWithNominated(
  pod: PodInfo,
  node: NodeInfo,
  filters: readonly PluginFilter[],
  nominated: NominatedPods,
): Refusal | undefined {
  const ahead = nominated.aheadOf(pod, node.name);
  if (ahead.length > 0) {
    const whatIf = new WhatIf(node, filters);
    for (const other of ahead) whatIf.add(other);
    const refusal = whatIf.refusal();
    if (refusal) return refusal;
  }
  return refusalOf(filters, node);
}

const fewNodes = 100;

/** Among how many nodes that fit to choose: in large clusters, all would take too long and gain little. */
export function nodesToFind(count: number, percentage: number | undefined): number {
  if (count < fewNodes) return count;
  const share = percentage ? percentage : Math.max(50 - Math.trunc(count / 125), 5);
  return Math.max(Math.trunc((count * share) / 100), fewNodes);
}
