import type { PodAffinityTerm, WeightedPodAffinityTerm } from '../../kinds/core/pod/affinity.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { nothing, selectorFromObject, selectorToString, type Labels, type LabelSelector } from '../../model/labels.ts';
import { ApiError } from '../../model/errors.ts';
import type { LabelSelector as LabelSelectorObject } from '../../model/meta.ts';

/** One wish of a pod to be near, or not near, certain others. */
export interface AffinityTerm {
  readonly topologyKey: string;
  readonly selector: LabelSelector;
  /** In which namespaces the others are, besides those that the selector finds. */
  readonly namespaces: ReadonlySet<string>;
  readonly namespaceSelector: LabelSelector;
  /** Equal for terms that say the same. */
  readonly key: string;
}

export interface WeightedAffinityTerm extends AffinityTerm {
  readonly weight: number;
}

/** What a pod asks for about others. */
export interface AffinityTerms {
  readonly required: readonly AffinityTerm[];
  readonly requiredAnti: readonly AffinityTerm[];
  readonly preferred: readonly WeightedAffinityTerm[];
  readonly preferredAnti: readonly WeightedAffinityTerm[];
}

export const noTerms: AffinityTerms = Object.freeze({ required: [], requiredAnti: [], preferred: [], preferredAnti: [] });

export function affinityTermsOf({ metadata, spec }: Readonly<Pod>): AffinityTerms {
  const { podAffinity, podAntiAffinity } = spec.affinity ?? {};
  if (!podAffinity && !podAntiAffinity) return noTerms;
  const namespace = metadata.namespace ?? '';
  const required = (terms: readonly PodAffinityTerm[] | undefined) => (terms ?? []).map((term) => termOf(term, namespace));
  const preferred = (terms: readonly WeightedPodAffinityTerm[] | undefined) =>
    (terms ?? [])
      .filter(({ weight }) => weight !== 0)
      .map(({ weight, podAffinityTerm }) => ({ ...termOf(podAffinityTerm, namespace), weight }));
  return {
    required: required(podAffinity?.requiredDuringSchedulingIgnoredDuringExecution),
    requiredAnti: required(podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution),
    preferred: preferred(podAffinity?.preferredDuringSchedulingIgnoredDuringExecution),
    preferredAnti: preferred(podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution),
  };
}

function termOf({ topologyKey, labelSelector, namespaces = [], namespaceSelector }: PodAffinityTerm, ownNamespace: string): AffinityTerm {
  const inNamespaces = namespaces.length === 0 && !namespaceSelector ? [ownNamespace] : namespaces;
  const selector = readableSelector(labelSelector);
  const ofNamespaces = readableSelector(namespaceSelector);
  return {
    topologyKey,
    selector,
    namespaces: new Set(inNamespaces),
    namespaceSelector: ofNamespaces,
    key: JSON.stringify([topologyKey, inNamespaces.toSorted(), keyOfSelector(ofNamespaces), keyOfSelector(selector)]),
  };
}

/** A selector that an older server let pass although it cannot be read selects nothing. */
export function readableSelector(object: Readonly<LabelSelectorObject> | undefined): LabelSelector {
  try {
    return selectorFromObject(object);
  } catch (error) {
    if (!ApiError.is(error)) throw error;
    return nothing;
  }
}

/** Unlike its text, tells the selector of nothing from that of everything. */
export const keyOfSelector = (selector: LabelSelector): string | null => (selector.requirements ? selectorToString(selector) : null);

/** Whether the pod is one of those the term is about. */
export const termMatches = (term: AffinityTerm, { metadata }: Readonly<Pod>, namespaceLabels: Labels): boolean =>
  (term.namespaces.has(metadata.namespace ?? '') || term.namespaceSelector.matches(namespaceLabels)) &&
  term.selector.matches(metadata.labels);
