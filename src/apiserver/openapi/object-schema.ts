import { isAlwaysShown } from '../../model/decode/compile.ts';
import type { Field, ObjectSchema, Scalar, Schema, Union } from '../../model/schema.ts';
import { tellsUnset } from '../../model/unset-fields.ts';
import { capital } from './operation-name.ts';
import { scalarNameOf, scalarSchema } from './scalar-schemas.ts';
import { reference, type OpenApiSchema } from './schema.ts';

export type Schemas = Map<string, OpenApiSchema>;

/** Adds the schema of a type, and those of all types that it uses. */
export function addSchema(type: ObjectSchema, schemas: Schemas): void {
  if (schemas.has(type.name)) return;
  // Claimed before its fields are looked at, since types may refer to themselves.
  schemas.set(type.name, {});
  const fields = Object.entries(type.fields);
  const required = fields.filter(([, field]) => field.required && (!isMetadata(field) || type.name === oldEvent)).map(([name]) => name);
  const properties = fields.map(([name, field]) => [name, property(name, { field, owner: type, schemas })] as const);
  schemas.set(type.name, {
    description: type.description,
    type: 'object',
    ...(required.length > 0 && { required }),
    ...(properties.length > 0 && { properties: Object.fromEntries(properties.toSorted(([a], [b]) => (a < b ? -1 : 1))) }),
    ...(type.mapType && { 'x-kubernetes-map-type': type.mapType }),
    ...(type.union && { 'x-kubernetes-unions': [unionOf(type.union)] }),
  });
}

const oldEvent = 'io.k8s.api.core.v1.Event';

/** `metadata` is required by the model; in OpenAPI it is not, as upstream, but for the oldest kind of event. */
const isMetadata = ({ schema }: Field): boolean =>
  typeof schema === 'object' && schema.type === 'object' && schema.name === 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

const unionOf = ({ discriminator, members }: Union): object => ({
  ...(discriminator && { discriminator }),
  'fields-to-discriminateBy': Object.fromEntries(members.map((member) => [member, capital(member)])),
});

interface PropertyOptions {
  readonly field: Field;
  /** The type that it is a field of. */
  readonly owner: ObjectSchema;
  readonly schemas: Schemas;
}

function property(name: string, { field, owner, schemas }: PropertyOptions): OpenApiSchema {
  const value = valueSchema(field.schema, { itemEnum: field.itemEnum, scalarName: scalarNameOf(owner, name), schemas });
  const initial = defaultOf(name, field, owner);
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

/** What the field says, or the zero value that is always shown and means that nothing was said. */
function defaultOf(name: string, field: Field, owner: ObjectSchema): unknown {
  const { default: given, schema } = field;
  if (given !== undefined) return given;
  if (!isAlwaysShown(field) || tellsUnset(owner, name)) return undefined;
  if (typeof schema === 'string') return zeros[schema];
  return schema.type === 'object' ? {} : undefined;
}

interface ValueOptions {
  readonly itemEnum: readonly string[] | undefined;
  /** The name of the innermost scalar, where it is another than usual. */
  readonly scalarName: string | undefined;
  readonly schemas: Schemas;
}

function valueSchema(schema: Schema, options: ValueOptions): OpenApiSchema {
  const { itemEnum, scalarName, schemas } = options;
  if (typeof schema === 'string') return scalarName ? reference(scalarName) : scalarSchema(schema);
  const itemsOf = (items: Schema): OpenApiSchema => ({ ...valueSchema(items, options), ...(itemEnum && { enum: itemEnum.toSorted() }) });
  switch (schema.type) {
    case 'object':
      addSchema(schema, schemas);
      return reference(schema.name);
    case 'list':
      return { type: 'array', items: itemsOf(schema.items) };
    case 'map':
      return { type: 'object', additionalProperties: itemsOf(schema.values) };
    default:
      return schema satisfies never;
  }
}
