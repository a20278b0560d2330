import type { Field, FieldErrors } from '../../../model/field.ts';
import { validateNonNegative } from '../../field-checks.ts';
import { countIndexes, parseIndexes } from './indexes.ts';
import type { JobSpec, SuccessPolicyRule } from './schema.ts';

const mostRules = 20;
const longestIndexes = 64 * 1024;

export function* validateSuccessPolicy({ successPolicy, completions = 0 }: Readonly<JobSpec>, field: Field): FieldErrors {
  const rules = successPolicy?.rules ?? [];
  const at = field.at('rules');
  if (rules.length === 0) yield at.required('at least one rules must be specified when the successPolicy is specified');
  if (rules.length > mostRules) yield at.tooMany(rules.length, mostRules);
  for (const [index, rule] of rules.entries()) yield* validateRule(rule, completions, at.at(index));
}

function* validateRule({ succeededCount, succeededIndexes }: SuccessPolicyRule, completions: number, field: Field): FieldErrors {
  if (succeededCount === undefined && succeededIndexes === undefined) {
    yield field.required('at least one of succeededCount or succeededIndexes must be specified');
  }
  let indexes = 0;
  if (succeededIndexes !== undefined) {
    const at = field.at('succeededIndexes');
    if (Buffer.byteLength(succeededIndexes) > longestIndexes) yield at.tooLong(longestIndexes);
    const { ranges, problem } = parseIndexes(succeededIndexes, completions);
    if (problem !== undefined) yield at.invalid(succeededIndexes, `error parsing succeededIndexes: ${problem}`);
    else indexes = countIndexes(ranges);
  }
  if (succeededCount === undefined) return;
  const at = field.at('succeededCount');
  yield* validateNonNegative(succeededCount, at);
  if (succeededCount > completions) {
    yield at.invalid(succeededCount, `must be less than or equal to ${completions} (the number of specified completions)`);
  }
  if (succeededIndexes !== undefined && succeededCount > indexes) {
    const where = 'the number of indexes in the specified succeededIndexes field';
    yield at.invalid(succeededCount, `must be less than or equal to ${indexes} (${where})`);
  }
}
