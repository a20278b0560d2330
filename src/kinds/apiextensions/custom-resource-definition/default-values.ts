import type { Field, FieldErrors } from '../../../model/field.ts';
import { itemsOf } from './json-schema.ts';
import type { JSONSchemaProps } from './schema.ts';

/** Defaults must be of the type that they are the default of. */
export function* validateDefaults(schema: Readonly<JSONSchemaProps>, field: Field): FieldErrors {
  if (schema.default !== undefined) yield* validateDefault(schema, schema.default, field.at('default'));
  const items = itemsOf(schema);
  if (items) yield* validateDefaults(items, field.at('items'));
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    yield* validateDefaults(property, field.at('properties').key(name));
  }
}

function* validateDefault({ type, nullable = false, ...schema }: Readonly<JSONSchemaProps>, value: unknown, field: Field): FieldErrors {
  const given = typeOf(value);
  if ((value === null && nullable) || (given === 'integer' && type === 'number')) return;
  if (schema['x-kubernetes-int-or-string'] && (given === 'integer' || given === 'string')) return;
  if (!type || given === type) return;
  yield field.typeInvalid(given, ` in body must be of type ${type}: ${JSON.stringify(given)}`);
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'number' ? (Number.isInteger(value) ? 'integer' : 'number') : typeof value;
}
