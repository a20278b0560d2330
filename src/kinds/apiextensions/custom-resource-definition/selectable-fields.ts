import type { Field, FieldErrors } from '../../../model/field.ts';
import { additionalOf } from './json-schema.ts';
import type { JSONSchemaProps, SelectableField } from './schema.ts';

const most = 8;
const selectableTypes: readonly string[] = ['string', 'boolean', 'integer'];

/** Fields by which clients may select objects. */
export function* validateSelectableFields(
  fields: readonly SelectableField[],
  schema: Readonly<JSONSchemaProps>,
  field: Field,
): FieldErrors {
  const seen = new Set<string>();
  for (const [index, { jsonPath }] of fields.entries()) {
    const at = field.at(index).at('jsonPath');
    if (!jsonPath) {
      yield at.required();
      continue;
    }
    const found = follow(jsonPath, schema);
    if (typeof found === 'string') {
      yield at.invalid(jsonPath, `is an invalid path: ${found}`);
      continue;
    }
    if (/^\.metadata(?:\.|$)/.test(jsonPath)) yield at.invalid(jsonPath, 'must not point to fields in metadata');
    if (!selectableTypes.includes(found.type ?? '')) {
      const allowed = 'Enum string fields and strings with formats are allowed.';
      yield at.invalid(jsonPath, `must point to a field of type string, boolean or integer. ${allowed}`);
    }
    if (seen.has(jsonPath)) yield at.duplicate(jsonPath);
    seen.add(jsonPath);
  }
  if (seen.size > most) yield field.tooMany(seen.size, most);
}

/** The schema at the path, or why there is none. */
function follow(path: string, root: Readonly<JSONSchemaProps>): Readonly<JSONSchemaProps> | string {
  if (/[[\]]/.test(path)) return 'array notation is not allowed';
  if (!path.startsWith('.')) return `expected [ or . but got: ${path.split('.', 1)[0] ?? ''}`;
  let schema: Readonly<JSONSchemaProps> | undefined = root;
  for (const name of path.slice(1).split('.')) {
    if (name === '') return 'unexpected end of JSON path';
    schema = schema.properties ? schema.properties[name] : additionalOf(schema);
    if (!schema) return 'does not refer to a valid field';
  }
  return schema;
}
