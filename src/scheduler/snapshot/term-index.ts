import type { Pod } from '../../kinds/core/pod/index.ts';
import type { Labels } from '../../model/labels.ts';
import { termMatches, type AffinityTerm } from './affinity-term.ts';
import type { NodeInfo } from './node-info.ts';
import type { PodInfo } from './pod-info.ts';

/** What a term means to a pod that it matches. */
export type TermRole = 'required' | 'requiredAnti' | 'preferred' | 'preferredAnti';

/** Equal terms of pods that are placed, counted by the domains they are in. */
export interface TermGroup {
  readonly role: TermRole;
  readonly term: AffinityTerm;
  /** 1 for required terms. */
  readonly weight: number;
  readonly byDomain: ReadonlyMap<string, number>;
}

/**
 * The wishes of placed pods about others. Pods made from one template wish the same, so there are few groups however
 * many pods there are.
 */
export class TermIndex {
  readonly #groups: Readonly<Record<TermRole, Map<string, CountedGroup>>> = {
    required: new Map(),
    requiredAnti: new Map(),
    preferred: new Map(),
    preferredAnti: new Map(),
  };

  podAdded(info: PodInfo, node: NodeInfo): void {
    this.#change(info, node, 1);
  }

  /** Must see the labels that the node had when the pod was added. */
  podRemoved(info: PodInfo, node: NodeInfo): void {
    this.#change(info, node, -1);
  }

  /** The groups whose terms are about this pod. */
  *matching(role: TermRole, pod: Readonly<Pod>, namespaceLabels: Labels): Generator<TermGroup> {
    for (const group of this.#groups[role].values()) if (termMatches(group.term, pod, namespaceLabels)) yield group;
  }

  #change({ terms }: PodInfo, node: NodeInfo, by: 1 | -1): void {
    for (const term of terms.required) this.#count('required', term, 1, node, by);
    for (const term of terms.requiredAnti) this.#count('requiredAnti', term, 1, node, by);
    for (const term of terms.preferred) this.#count('preferred', term, term.weight, node, by);
    for (const term of terms.preferredAnti) this.#count('preferredAnti', term, term.weight, node, by);
  }

  #count(role: TermRole, term: AffinityTerm, weight: number, node: NodeInfo, by: 1 | -1): void {
    const value = node.labels[term.topologyKey];
    if (value === undefined) return;
    const groups = this.#groups[role];
    const key = `${weight} ${term.key}`;
    const group = groups.get(key) ?? { role, term, weight, byDomain: new Map<string, number>() };
    groups.set(key, group);
    const count = (group.byDomain.get(value) ?? 0) + by;
    if (count > 0) group.byDomain.set(value, count);
    else group.byDomain.delete(value);
    if (group.byDomain.size === 0) groups.delete(key);
  }
}

interface CountedGroup extends TermGroup {
  readonly byDomain: Map<string, number>;
}
