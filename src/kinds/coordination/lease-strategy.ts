import type { Field, FieldErrors } from '../../model/field.ts';
import { checkLabelKey } from '../../model/names.ts';
import { allInvalid } from '../field-checks.ts';

const known: readonly string[] = ['OldestEmulationVersion'];

/** How a leader is chosen (KEP-4355): by a strategy of Kubernetes, or of somebody else with a domain before it. */
export function* validateLeaseStrategy(strategy: string, field: Field): FieldErrors {
  // Upstream names the field twice in what it answers.
  const at = field.at('strategy');
  if (strategy.includes('/')) yield* allInvalid(strategy, checkLabelKey(strategy), at);
  else if (!known.includes(strategy)) yield at.notSupported(strategy, known);
}
