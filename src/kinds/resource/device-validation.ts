import type { Field, FieldErrors } from '../../model/field.ts';
import { validateLabelKey } from '../../model/label-validation.ts';
import { checkLabelValue } from '../../model/names.ts';
import { allInvalid, validateChoice } from '../field-checks.ts';
import type { DeviceConfiguration } from './device-class.ts';
import type { DeviceSelector, DeviceTaint, DeviceToleration } from './device.ts';
import { validateList } from './list-validation.ts';
import { validateDriverName } from './names-validation.ts';

export const mostConfigurations = 32;
const mostSelectors = 32;
const mostBindingConditions = 4;
const longestExpression = 10 * 1024;
const longestParameters = 10 * 1024;
export const deviceTaintEffects: readonly string[] = ['NoExecute', 'NoSchedule', 'None'];
const operators: readonly string[] = ['Equal', 'Exists'];

export const validateSelectors = (selectors: readonly DeviceSelector[] | undefined, field: Field): FieldErrors =>
  validateList(selectors, mostSelectors, field, function* ({ cel }, at) {
    if (!cel) yield at.at('cel').required();
    else if (Buffer.byteLength(cel.expression) > longestExpression) yield at.at('cel', 'expression').tooLong(longestExpression);
  });

/** Settings that were stored before there was a limit may stay longer than it. */
export function* validateConfiguration(
  { opaque }: Readonly<DeviceConfiguration>,
  field: Field,
  { isStored = false }: { readonly isStored?: boolean } = {},
): FieldErrors {
  const at = field.at('opaque');
  if (!opaque) {
    yield at.required();
    return;
  }
  yield* validateDriverName(opaque.driver, at.at('driver'));
  yield* validateJsonObject(opaque.parameters, at.at('parameters'), isStored ? Infinity : longestParameters);
}

/** An object of any shape, not too long when written down. */
export function* validateJsonObject(value: unknown, field: Field, longest: number): FieldErrors {
  if (value === undefined || value === null) yield field.required();
  else if (Buffer.byteLength(JSON.stringify(value)) > longest) yield field.tooLong(longest);
  else if (typeof value !== 'object' || Array.isArray(value)) yield field.invalid('<value omitted>', 'must be a valid JSON object');
}

export function* validateTaint({ key, value, effect }: Readonly<DeviceTaint>, field: Field): FieldErrors {
  yield* validateLabelKey(key, field.at('key'));
  if (value) yield* allInvalid(value, checkLabelValue(value), field.at('value'));
  yield* validateChoice(effect, deviceTaintEffects, field.at('effect'));
}

export function* validateTolerations(tolerations: readonly DeviceToleration[] | undefined, field: Field): FieldErrors {
  for (const [index, toleration] of tolerations?.entries() ?? []) yield* validateToleration(toleration, field.at(index));
}

function* validateToleration({ key, operator, value = '', effect }: DeviceToleration, field: Field): FieldErrors {
  if (key) yield* validateLabelKey(key, field.at('key'));
  if (operator === 'Exists') {
    if (value) yield field.at('value').invalid(value, 'must be empty for operator `Exists`');
  } else if (operator === 'Equal') yield* allInvalid(value, checkLabelValue(value), field.at('value'));
  else yield* validateChoice(operator, operators, field.at('operator'));
  if (effect) yield* validateChoice(effect, deviceTaintEffects, field.at('effect'));
}

interface Binding {
  readonly bindingConditions?: readonly string[];
  readonly bindingFailureConditions?: readonly string[];
}

/** Conditions that say whether what has been allocated can be used: those for success and for failure come together. */
export function* validateBinding({ bindingConditions = [], bindingFailureConditions = [] }: Binding, field: Field): FieldErrors {
  const [success, failure] = [field.at('bindingConditions'), field.at('bindingFailureConditions')];
  yield* validateList(bindingConditions, mostBindingConditions, success, validateLabelKey);
  yield* validateList(bindingFailureConditions, mostBindingConditions, failure, validateLabelKey);
  yield* validateUnique(bindingConditions, success);
  const seen = new Set<string>();
  for (const [index, condition] of bindingFailureConditions.entries()) {
    const at = failure.at(index);
    if (seen.has(condition)) yield at.duplicate(condition);
    seen.add(condition);
    if (bindingConditions.includes(condition)) {
      yield at.invalid(condition, 'bindingFailureConditions must not overlap with bindingConditions');
    }
  }
  if (bindingConditions.length === 0 && bindingFailureConditions.length > 0) {
    yield success.invalid(null, 'bindingConditions are required to use bindingFailureConditions');
  }
  if (bindingFailureConditions.length === 0 && bindingConditions.length > 0) {
    yield failure.invalid(null, 'bindingFailureConditions are required to use bindingConditions');
  }
}

function* validateUnique(values: readonly string[], field: Field): FieldErrors {
  const seen = new Set<string>();
  for (const [index, value] of values.entries()) {
    if (seen.has(value)) yield field.at(index).duplicate(value);
    seen.add(value);
  }
}
