import type { PodDisruptionBudget } from '../../kinds/policy/pod-disruption-budget.ts';
import { readableSelector } from '../snapshot/affinity-term.ts';
import type { PodInfo } from '../snapshot/pod-info.ts';

/** Which pods could not all be removed without going beyond what their budgets allow. Keeps the order. */
export function splitByBudget(
  pods: readonly PodInfo[],
  budgets: readonly PodDisruptionBudget[],
): { readonly violating: readonly PodInfo[]; readonly others: readonly PodInfo[] } {
  const left = budgets.map((budget) => ({
    budget,
    selector: readableSelector(budget.spec.selector),
    allowed: budget.status.disruptionsAllowed ?? 0,
  }));
  const violating: PodInfo[] = [];
  const others: PodInfo[] = [];
  for (const info of pods) {
    const { metadata } = info.pod;
    let isViolating = false;
    for (const each of left) {
      const { budget, selector } = each;
      // Here, a budget for everything is one for nothing.
      if (budget.metadata.namespace !== info.namespace || !selector.requirements?.length || !selector.matches(metadata.labels)) continue;
      // Already counted by the server.
      if (budget.status.disruptedPods?.[metadata.name] !== undefined) continue;
      each.allowed--;
      if (each.allowed < 0) isViolating = true;
    }
    (isViolating ? violating : others).push(info);
  }
  return { violating, others };
}
