import type { Field, FieldErrors } from '../../../../model/field.ts';
import type { LabelSelector } from '../../../../model/meta.ts';
import { validateDnsLabel } from '../../../field-checks.ts';
import { validateLabelKey, validateLabelSelector } from '../../../../model/label-validation.ts';
import { validateNodeSelector, validateNodeSelectorTerm } from '../../node-selector-validation.ts';
import type { Affinity, NodeAffinity, PodAffinity, PodAffinityTerm, PodAntiAffinity } from '../affinity.ts';

export function* validateAffinity({ nodeAffinity, podAffinity, podAntiAffinity }: Affinity, field: Field): FieldErrors {
  if (nodeAffinity) yield* validateNodeAffinity(nodeAffinity, field.at('nodeAffinity'));
  if (podAffinity) yield* validatePodAffinity(podAffinity, field.at('podAffinity'));
  if (podAntiAffinity) yield* validatePodAffinity(podAntiAffinity, field.at('podAntiAffinity'));
}

const required = 'requiredDuringSchedulingIgnoredDuringExecution';
const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';

function* validateNodeAffinity({ [required]: selector, [preferred]: preferences }: NodeAffinity, field: Field): FieldErrors {
  if (selector) yield* validateNodeSelector(selector, field.at(required));
  for (const [index, { weight, preference }] of preferences?.entries() ?? []) {
    yield* validateWeight(weight, field.at(preferred, index, 'weight'));
    yield* validateNodeSelectorTerm(preference, field.at(preferred, index, 'preference'), { anyValue: true });
  }
}

function* validatePodAffinity({ [required]: terms, [preferred]: weighted }: PodAffinity | PodAntiAffinity, field: Field): FieldErrors {
  for (const [index, term] of terms?.entries() ?? []) yield* validateTerm(term, field.at(required, index));
  for (const [index, { weight, podAffinityTerm }] of weighted?.entries() ?? []) {
    yield* validateWeight(weight, field.at(preferred, index, 'weight'));
    yield* validateTerm(podAffinityTerm, field.at(preferred, index, 'podAffinityTerm'));
  }
}

function* validateWeight(weight: number, field: Field): FieldErrors {
  if (weight <= 0 || weight > 100) yield field.invalid(weight, 'must be in the range 1-100');
}

function* validateTerm(term: PodAffinityTerm, field: Field): FieldErrors {
  const { labelSelector, namespaceSelector, namespaces, topologyKey, matchLabelKeys, mismatchLabelKeys } = term;
  if (labelSelector) yield* validateLabelSelector(labelSelector, field.at('labelSelector'));
  if (namespaceSelector) yield* validateLabelSelector(namespaceSelector, field.at('namespaceSelector'));
  for (const name of namespaces ?? []) yield* validateDnsLabel(name, field.at('namespace'));
  yield* validateMatchLabelKeys({ matchLabelKeys, mismatchLabelKeys, labelSelector }, field);
  if (!topologyKey) yield field.at('topologyKey').required('can not be empty');
  yield* validateLabelKey(topologyKey, field.at('topologyKey'));
}

/** Keys whose values are taken from the pod's own labels (KEP-3633, KEP-3243). */
export function* validateMatchLabelKeys(
  {
    matchLabelKeys = [],
    mismatchLabelKeys = [],
    labelSelector,
  }: { matchLabelKeys?: string[] | undefined; mismatchLabelKeys?: string[] | undefined; labelSelector?: LabelSelector | undefined },
  field: Field,
): FieldErrors {
  if (matchLabelKeys.length === 0 && mismatchLabelKeys.length === 0) return;
  yield* validateKeys(matchLabelKeys, labelSelector, field.at('matchLabelKeys'));
  yield* validateKeys(mismatchLabelKeys, labelSelector, field.at('mismatchLabelKeys'));
  // The key that the server itself merged into the selector is there once; a second one came from the user.
  const selected = new Set(Object.keys(labelSelector?.matchLabels ?? {}));
  for (const { key } of labelSelector?.matchExpressions ?? []) {
    const index = matchLabelKeys.indexOf(key);
    if (index >= 0 && selected.has(key)) yield field.at(index).invalid(key, 'exists in both matchLabelKeys and labelSelector');
    selected.add(key);
  }
  for (const [index, key] of matchLabelKeys.entries()) {
    if (mismatchLabelKeys.includes(key))
      yield field.at('matchLabelKeys', index).invalid(key, 'exists in both matchLabelKeys and mismatchLabelKeys');
  }
}

function* validateKeys(keys: readonly string[], selector: LabelSelector | undefined, field: Field): FieldErrors {
  if (keys.length === 0) return;
  if (!selector) {
    yield field.forbidden('must not be specified when labelSelector is not set');
    return;
  }
  for (const [index, key] of keys.entries()) yield* validateLabelKey(key, field.at(index));
}
