import type { Field, FieldErrors } from '../model/field.ts';
import type { IntOrString } from '../model/int-or-string.ts';
import { checkPercent } from '../model/names.ts';
import { allInvalid, validateNonNegative } from './field-checks.ts';

/** A number that is not negative, or a percentage. */
export const validateIntOrPercent = (value: IntOrString, field: Field): FieldErrors =>
  typeof value === 'number' ? validateNonNegative(value, field) : allInvalid(value, checkPercent(value), field);

export function* validateAtMostAll(value: IntOrString, field: Field): FieldErrors {
  if (typeof value === 'string' && checkPercent(value).length === 0 && intOrPercent(value) > 100) {
    yield field.invalid(value, 'must not be greater than 100%');
  }
}

/** The number, or that before the percent sign; 0 when it is neither. */
export const intOrPercent = (value: IntOrString | undefined): number =>
  typeof value === 'number' ? value : Number(/^(\d+)%?$/.exec(value ?? '')?.[1] ?? 0);
