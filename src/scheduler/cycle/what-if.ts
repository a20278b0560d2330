import type { ForkedFilter } from '../plugin.ts';
import type { ChangeableNode, NodeInfo } from '../snapshot/node-info.ts';
import type { PodInfo } from '../snapshot/pod-info.ts';
import { refusalOf, type PluginFilter, type Refusal } from './filters.ts';

/** A node with other pods on it than there are, to find out whether a pod would fit then. Nothing else sees the changes. */
export class WhatIf {
  readonly node: ChangeableNode;
  readonly #filters: readonly PluginFilter[];
  readonly #forks: readonly ForkedFilter[];

  constructor(node: NodeInfo, filters: readonly PluginFilter[]) {
    this.node = node.copy();
    const forks: ForkedFilter[] = [];
    this.#filters = filters.map((each) => {
      const fork = each.filter.fork?.();
      if (fork) forks.push(fork);
      return fork ? { plugin: each.plugin, filter: fork } : each;
    });
    this.#forks = forks;
  }

  add(pod: PodInfo): void {
    this.node.addPod(pod);
    for (const fork of this.#forks) fork.add(pod, this.node);
  }

  remove(pod: PodInfo): void {
    this.node.removePod(pod.uid);
    for (const fork of this.#forks) fork.remove(pod, this.node);
  }

  refusal(): Refusal | undefined {
    return refusalOf(this.#filters, this.node);
  }

  /** The same once more, to try further changes on. */
  fork(): WhatIf {
    return new WhatIf(this.node, this.#filters);
  }
}
