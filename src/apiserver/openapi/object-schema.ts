import type { Field, ObjectSchema, Scalar, Schema } from '../../model/schema.ts';
import { scalarSchema } from './scalar-schemas.ts';
import { reference, type OpenApiSchema } from './schema.ts';

export type Schemas = Map<string, OpenApiSchema>;

/** Adds the schema of a type, and those of all types that it uses. */
export function addSchema(type: ObjectSchema, schemas: Schemas): void {
  if (schemas.has(type.name)) return;
  // Claimed before its fields are looked at, since types may refer to themselves.
  schemas.set(type.name, {});
  const fields = Object.entries(type.fields).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const required = fields.filter(([, field]) => field.required && !isMetadata(field)).map(([name]) => name);
  schemas.set(type.name, {
    description: type.description,
    type: 'object',
    ...(required.length > 0 && { required }),
    ...(fields.length > 0 && { properties: Object.fromEntries(fields.map(([name, field]) => [name, property(field, schemas)])) }),
    ...(type.mapType && { 'x-kubernetes-map-type': type.mapType }),
  });
}

/** `metadata` is required by the model; in OpenAPI it is not, as upstream. */
const isMetadata = ({ schema }: Field): boolean =>
  typeof schema === 'object' && schema.type === 'object' && schema.name === 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

function property(field: Field, schemas: Schemas): OpenApiSchema {
  const value = valueSchema(field.schema, schemas);
  const initial = defaultOf(field);
  const rest = {
    description: field.description,
    ...(initial !== undefined && { default: initial }),
    ...(field.enum && { enum: field.enum.toSorted() }),
    ...(field.listType && { 'x-kubernetes-list-type': field.listType }),
    ...(field.listMapKeys && { 'x-kubernetes-list-map-keys': field.listMapKeys }),
    ...(field.mapType && { 'x-kubernetes-map-type': field.mapType }),
    ...(field.patchStrategy && { 'x-kubernetes-patch-strategy': field.patchStrategy }),
    ...(field.patchMergeKey && { 'x-kubernetes-patch-merge-key': field.patchMergeKey }),
  };
  // Nothing may stand beside a reference.
  return '$ref' in value ? { allOf: [value], ...rest } : { ...value, ...rest };
}

const zeros: Partial<Record<Scalar, unknown>> = { string: '', boolean: false, int32: 0, int64: 0, double: 0 };

/** What the field says, or the zero value that is always shown. */
function defaultOf({ default: given, always, schema }: Field): unknown {
  if (given !== undefined) return given;
  if (!always) return undefined;
  if (typeof schema === 'string') return zeros[schema];
  return schema.type === 'object' ? {} : undefined;
}

function valueSchema(schema: Schema, schemas: Schemas): OpenApiSchema {
  if (typeof schema === 'string') return scalarSchema(schema);
  switch (schema.type) {
    case 'object':
      addSchema(schema, schemas);
      return reference(schema.name);
    case 'list':
      return { type: 'array', items: valueSchema(schema.items, schemas) };
    case 'map':
      return { type: 'object', additionalProperties: valueSchema(schema.values, schemas) };
    default:
      return schema satisfies never;
  }
}
