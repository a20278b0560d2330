import type { Field, FieldErrors } from '../../../model/field.ts';
import { findField } from './field-path.ts';
import type { JSONSchemaProps, SelectableField } from './schema.ts';
import { unsupportedProblem } from './structural.ts';

export const mostSelectableFields = 8;
const selectableTypes: readonly string[] = ['string', 'boolean', 'integer'];

/** Fields by which clients may select objects. The field is that of what both the schema and the selection are part of. */
export function* validateSelection(
  fields: readonly SelectableField[],
  schema: Readonly<JSONSchemaProps> | undefined,
  field: Field,
  { mayBeMany }: { readonly mayBeMany: boolean },
): FieldErrors {
  const unsupported = schema && unsupportedProblem(schema);
  if (unsupported) yield field.at('schema', 'openAPIV3Schema').invalid('', unsupported);
  const selection = field.at('selectableFields');
  const seen = new Set<string>();
  for (const [index, { jsonPath }] of fields.entries()) {
    const at = selection.at(index).at('jsonPath');
    if (!jsonPath) {
      yield at.required();
      continue;
    }
    const found = findField(jsonPath, unsupported ? undefined : schema, { allowsBrackets: false });
    if (typeof found === 'string') {
      yield at.invalid(jsonPath, `is an invalid path: ${found}`);
      continue;
    }
    if (found.root === 'metadata') yield at.invalid(jsonPath, 'must not point to fields in metadata');
    if (!selectableTypes.includes(found.schema?.type ?? '')) {
      const allowed = 'Enum string fields and strings with formats are allowed.';
      yield at.invalid(jsonPath, `must point to a field of type string, boolean or integer. ${allowed}`);
    }
    if (seen.has(found.path)) yield at.duplicate(jsonPath);
    seen.add(found.path);
  }
  if (seen.size > mostSelectableFields && !mayBeMany) yield selection.tooMany(seen.size, mostSelectableFields);
}
