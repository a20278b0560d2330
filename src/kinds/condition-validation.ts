import { validateLabelKey } from '../model/label-validation.ts';
import type { Field, FieldErrors } from '../model/field.ts';
import type { Condition } from '../model/meta.ts';
import { patternProblem } from '../model/names.ts';

const statuses: readonly string[] = ['False', 'True', 'Unknown'];
const longestReason = 1024;
const longestMessage = 32 * 1024;

const reasonPattern = '[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?';
const reasonRule = patternProblem(
  "a condition reason must start with alphabetic character, optionally followed by a string of alphanumeric characters or '_,:', and must end with an alphanumeric character or '_'",
  reasonPattern,
  'my_name',
  'MY_NAME',
  'MyName',
  'ReasonA,ReasonB',
  'ReasonA:ReasonB',
);

/** Conditions of the newer kinds, which all look alike. */
export function* validateConditions(conditions: readonly Condition[] | undefined, field: Field): FieldErrors {
  const types = new Set<string>();
  for (const [index, condition] of conditions?.entries() ?? []) {
    const at = field.at(index);
    if (types.has(condition.type)) yield at.at('type').duplicate(condition.type);
    types.add(condition.type);
    yield* validateCondition(condition, at);
  }
}

function* validateCondition(condition: Condition, field: Field): FieldErrors {
  const { type, status, observedGeneration = 0, lastTransitionTime, reason, message } = condition;
  yield* validateLabelKey(type, field.at('type'));
  if (!statuses.includes(status)) yield field.at('status').notSupported(status, statuses);
  if (observedGeneration < 0) yield field.at('observedGeneration').invalid(observedGeneration, 'must be greater than or equal to zero');
  if (!lastTransitionTime) yield field.at('lastTransitionTime').required();
  const at = field.at('reason');
  if (!reason) yield at.required();
  else if (!new RegExp(`^${reasonPattern}$`).test(reason)) yield at.invalid(reason, reasonRule);
  if (reason && Buffer.byteLength(reason) > longestReason) yield at.tooLong(longestReason);
  if (Buffer.byteLength(message) > longestMessage) yield field.at('message').tooLong(longestMessage);
}
