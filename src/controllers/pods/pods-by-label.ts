import { Pod } from '../../kinds/core/pod/index.ts';
import type { LabelSelector } from '../../model/labels.ts';
import type { Cache } from '../../runtime/cache.ts';
import { index } from '../../runtime/controller.ts';

const name = 'namespace and label';

/** A label in a namespace, as indexes have it. */
export const labelIn = (namespace: string | undefined, key: string, value: string): string => `${namespace ?? ''}/${key}=${value}`;

export const podsByLabel = index(Pod, name, ({ metadata }) =>
  Object.entries(metadata.labels ?? {}).map(([key, value]) => labelIn(metadata.namespace, key, value)),
);

/** Labels of which everything that is selected has one of each group; none where the selector does not name any. */
export const neededLabels = ({ requirements = [] }: LabelSelector, namespace: string | undefined): readonly (readonly string[])[] =>
  requirements
    .filter(({ operator }) => operator === '=' || operator === '==' || operator === 'in')
    .map(({ key, values }) => values.map((value) => labelIn(namespace, key, value)));

/** The pods of a namespace that are selected, found by the rarest of the labels that they need. Declare the index `podsByLabel`. */
export function selectedPods(selector: LabelSelector, namespace: string | undefined, cache: Cache): readonly Pod[] {
  if (selector.requirements === undefined) return [];
  let fewest: readonly Pod[] | undefined;
  for (const labels of neededLabels(selector, namespace)) {
    const pods = labels.flatMap((label) => cache.byIndex(Pod, name, label));
    if (fewest === undefined || pods.length < fewest.length) fewest = pods;
  }
  return (fewest ?? cache.list(Pod, namespace)).filter((pod) => selector.matches(pod.metadata.labels));
}
