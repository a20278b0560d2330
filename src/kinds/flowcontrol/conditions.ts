import type { Field, FieldErrors } from '../../model/field.ts';

/** Conditions without a type could not be told apart. */
export function* validateConditionTypes(conditions: readonly { type?: string }[] | undefined, field: Field): FieldErrors {
  const seen = new Set<string>();
  for (const [index, { type = '' }] of conditions?.entries() ?? []) {
    const at = field.at('conditions', index, 'type');
    if (seen.has(type)) yield at.duplicate(type);
    seen.add(type);
    if (!type) yield at.required();
  }
}
