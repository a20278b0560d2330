import { Namespace } from '../../kinds/core/namespace.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import type { Labels } from '../../model/labels.ts';
import { type AffinityTerm } from '../snapshot/affinity-term.ts';
import type { ClusterView, ObjectReader } from '../snapshot/cluster-view.ts';
import type { DomainQuery, PodCount } from '../snapshot/pod-counts.ts';

/** A term of a pod that is being placed, with its namespaces found out. */
export interface ResolvedTerm {
  readonly topologyKey: string;
  /** All, unless given. */
  readonly namespaces: ReadonlySet<string> | undefined;
  matches(pod: Readonly<Pod>): boolean;
  readonly key: string;
}

export function resolveTerm(
  { topologyKey, selector, namespaces, namespaceSelector, key }: AffinityTerm,
  objects: ObjectReader,
): ResolvedTerm {
  const selectsAll = namespaceSelector.requirements?.length === 0;
  const selectsNone = namespaceSelector.requirements === undefined;
  const matches = ({ metadata }: Readonly<Pod>) => selector.matches(metadata.labels);
  if (selectsAll) return { topologyKey, namespaces: undefined, matches, key };
  if (selectsNone) return { topologyKey, namespaces, matches: (pod) => namespaces.has(pod.metadata.namespace ?? '') && matches(pod), key };
  const found = objects.list(Namespace).filter(({ metadata }) => namespaceSelector.matches(metadata.labels));
  const all = new Set([...namespaces, ...found.map(({ metadata }) => metadata.name)]);
  return {
    topologyKey,
    namespaces: all,
    matches: (pod) => all.has(pod.metadata.namespace ?? '') && matches(pod),
    key: JSON.stringify([key, [...all].toSorted()]),
  };
}

/** How many placed pods match all of the terms. */
export function countMatchingAll(terms: readonly ResolvedTerm[], cluster: ClusterView): PodCount {
  const [first] = terms;
  return cluster.countPods({
    key: `near ${JSON.stringify(terms.map(({ key }) => key))}`,
    namespaces: first?.namespaces,
    matches: (pod) => matchesAll(terms, pod),
  });
}

/** No terms match nothing. */
export const matchesAll = (terms: readonly ResolvedTerm[], pod: Readonly<Pod>): boolean =>
  terms.length > 0 && terms.every((term) => term.matches(pod));

export const everyNodeBy = (topologyKey: string): DomainQuery => ({ key: `every ${topologyKey}`, topologyKey });

const noLabels: Labels = Object.freeze({});

export const namespaceLabels = (namespace: string, objects: ObjectReader): Labels =>
  objects.get(Namespace, { name: namespace })?.metadata.labels ?? noLabels;
