import type { Pod } from '../../kinds/core/pod/index.ts';
import { PodDisruptionBudget } from '../../kinds/policy/pod-disruption-budget.ts';
import { selectorFromObject } from '../../model/labels.ts';
import type { Cache } from '../../runtime/cache.ts';
import { index } from '../../runtime/controller.ts';
import { labelIn, neededLabels } from '../pods/pods-by-label.ts';

const name = 'namespace and label of its selector';
const anyLabel = (namespace: string | undefined): string => `${namespace ?? ''}/`;

/** Budgets by one label that each of their pods needs: the rest of the selector is compared. */
export const budgetsByLabel = index(PodDisruptionBudget, name, ({ metadata: { namespace }, spec }) => {
  const [labels = [anyLabel(namespace)]] = neededLabels(selectorFromObject(spec.selector), namespace);
  return labels;
});

export function budgetsOf({ metadata: { namespace, labels = {} } }: Pod, cache: Cache): readonly PodDisruptionBudget[] {
  const keys = [anyLabel(namespace), ...Object.entries(labels).map(([key, value]) => labelIn(namespace, key, value))];
  return keys
    .flatMap((key) => cache.byIndex(PodDisruptionBudget, name, key))
    .filter(({ spec }) => selectorFromObject(spec.selector).matches(labels));
}
