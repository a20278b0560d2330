import type { Field, FieldErrors } from '../model/field.ts';

interface Counted {
  readonly collisionCount?: number;
}

/** How often names made from hashes were taken. Going back would make them clash again. Runs after the rules for single counts. */
export function* validateCollisionCount(
  { collisionCount: next }: Counted,
  { collisionCount: previous }: Counted,
  field: Field,
): FieldErrors {
  if (previous !== undefined && (next ?? -1) < previous) yield field.at('collisionCount').invalid(next ?? 0, 'cannot be decremented');
}
