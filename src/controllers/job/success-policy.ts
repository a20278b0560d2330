import type { SuccessPolicy } from '../../kinds/batch/job/schema.ts';
import { countIndexes, overlap, parseIndexSet, type IndexSet } from './index-set.ts';

/** Why the job has succeeded before all its indexes have, if it has (KEP-3998). */
export function matchSuccessPolicy(policy: SuccessPolicy | undefined, completions: number, succeeded: IndexSet): string | undefined {
  if (!policy || succeeded.length === 0) return undefined;
  const index = policy.rules.findIndex(({ succeededIndexes, succeededCount = Number.POSITIVE_INFINITY }) => {
    if (succeededIndexes === undefined) return countIndexes(succeeded) >= succeededCount;
    const required = parseIndexSet(succeededIndexes, completions);
    const met = overlap(required, succeeded);
    return required.length > 0 && (met === countIndexes(required) || met >= succeededCount);
  });
  return index < 0 ? undefined : `Matched rules at index ${index}`;
}
