import type { Field, FieldErrors } from '../../model/field.ts';
import { LabelSelector } from '../../model/meta.ts';
import { isSame } from '../same.ts';

/** With another selector the pods there are would be lost. */
export function* validateSelectorKept(next: LabelSelector | undefined, previous: LabelSelector | undefined, field: Field): FieldErrors {
  if (!isSame(LabelSelector, next, previous)) yield field.invalid(next ?? null, 'field is immutable');
}
