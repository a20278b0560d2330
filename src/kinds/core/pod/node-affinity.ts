import { matchesNodeSelector, matchesNodeSelectorTerm, type Selectable } from '../node-selector-match.ts';
import type { PodSpec } from './spec.ts';

/** Whether a pod may run on a node as far as its node selector and required node affinity go. */
export function matchesNodeAffinity({ nodeSelector, affinity }: Readonly<PodSpec>, node: Selectable): boolean {
  for (const key in nodeSelector) if (node.labels?.[key] !== nodeSelector[key]) return false;
  const required = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return required === undefined || matchesNodeSelector(required, node);
}

/** The sum of the weights of the preferences that hold. */
export function nodeAffinityScore({ affinity }: Readonly<PodSpec>, node: Selectable): number {
  let score = 0;
  for (const { weight, preference } of affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []) {
    if (weight !== 0 && matchesNodeSelectorTerm(preference, node)) score += weight;
  }
  return score;
}
