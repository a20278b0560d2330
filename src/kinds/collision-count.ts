import type { Field, FieldErrors } from '../model/field.ts';
import { validateNonNegative } from './field-checks.ts';

interface Counted {
  readonly collisionCount?: number;
}

/** How often names made from hashes were taken. Going back would make them clash again. */
export function* validateCollisionCount(
  { collisionCount: next }: Counted,
  { collisionCount: previous }: Counted,
  field: Field,
): FieldErrors {
  const at = field.at('collisionCount');
  yield* validateNonNegative(next, at);
  if (previous !== undefined && (next ?? -1) < previous) yield at.invalid(next ?? 0, 'cannot be decremented');
}
