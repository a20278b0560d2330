import type { Field, FieldErrors } from '../../model/field.ts';
import { addQuantities, compareQuantities, formatQuantity, quantityValue } from '../../model/quantity.ts';
import { validateSet } from './list-validation.ts';
import type { CapacityRequestPolicy, CapacityRequestPolicyRange, DeviceCapacity } from './resource-slice.ts';

const mostValues = 10;

/** How much of the capacity can be asked for at once, where a device serves several. */
export function* validateSharedCapacity({ value, requestPolicy: policy }: DeviceCapacity, field: Field): FieldErrors {
  if (policy) yield* validatePolicy(value, policy, field.at('requestPolicy'));
}

export function* validateWholeCapacity({ requestPolicy }: DeviceCapacity, field: Field): FieldErrors {
  if (requestPolicy) yield field.at('requestPolicy').forbidden('allowMultipleAllocations must be true');
}

function* validatePolicy(capacity: string, policy: CapacityRequestPolicy, field: Field): FieldErrors {
  const { default: byDefault, validValues, validRange } = policy;
  const defaultField = field.at('default');
  if (validValues?.length && validRange) {
    yield field.forbidden('exactly one policy can be specified, cannot specify "validValues" and "validRange" at the same time');
  } else if (validValues?.length) {
    if (!byDefault) yield defaultField.required('required when validValues is defined');
    else yield* validateValues(byDefault, capacity, validValues, field.at('validValues'));
  } else if (validRange) {
    if (!byDefault) yield defaultField.required('required when validRange is defined');
    else yield* validateRange(byDefault, capacity, validRange, field.at('validRange'));
  }
}

const isLess = (a: string, b: string): boolean => compareQuantities(a, b) < 0;

function* validateValues(byDefault: string, capacity: string, values: readonly string[], field: Field): FieldErrors {
  for (const [index, value] of values.entries()) {
    const before = values[index - 1];
    if (before !== undefined && isLess(value, before)) yield field.at(index).invalid(value, 'values must be sorted in ascending order');
  }
  yield* validateSet(
    values,
    mostValues,
    field,
    function* (value, at) {
      if (isLess(capacity, value)) yield at.invalid(value, `option is larger than capacity value: ${capacity}`);
    },
    (value) => String(quantityValue(value)),
  );
  if (values.length > mostValues || !values.some((value) => compareQuantities(value, byDefault) === 0)) {
    yield field.invalid(byDefault, 'default value is not valid according to the requestPolicy');
  }
}

function* validateRange(byDefault: string, capacity: string, range: CapacityRequestPolicyRange, field: Field): FieldErrors {
  const { min, max, step } = range;
  const [minField, maxField, stepField] = [field.at('min'), field.at('max'), field.at('step')];
  if (!min) {
    yield minField.required('required when validRange is defined');
    return;
  }
  if (isLess(capacity, min)) yield minField.invalid(min, `min is larger than capacity value: ${capacity}`);
  if (isLess(byDefault, min)) yield minField.invalid(byDefault, `default is less than min: ${min}`);
  if (max) {
    if (isLess(max, min)) yield maxField.invalid(min, `min is larger than max: ${max}`);
    if (isLess(capacity, max)) yield maxField.invalid(max, `max is larger than capacity value: ${capacity}`);
    if (isLess(max, byDefault)) yield maxField.invalid(byDefault, `default is more than max: ${max}`);
  }
  if (!step) return;
  const oneStep = formatQuantity(addQuantities(min, step));
  if (isLess(capacity, oneStep)) yield stepField.invalid(step, `one step ${oneStep} is larger than capacity value: ${capacity}`);
  for (const value of max ? [byDefault, max] : [byDefault]) {
    const stepsOff = (quantityValue(value) - quantityValue(min)) % quantityValue(step);
    // A step of nothing leads nowhere: NaN.
    if (stepsOff !== 0) yield stepField.invalid(value, `value is not a multiple of a given step (${step}) from (${min})`);
  }
}
