import type { Kind } from '../../model/kind.ts';
import { ListMeta } from '../../model/meta.ts';
import type { Field, ObjectSchema, Scalar, Schema } from '../../model/schema.ts';

/** A schema of OpenAPI 3.0, as JSON. */
export type OpenApiSchema = Readonly<Record<string, unknown>>;

/** How scalars are written inline, or where they have names of their own, under which name and how. */
const inline: Partial<Record<Scalar, OpenApiSchema>> = {
  string: { type: 'string' },
  boolean: { type: 'boolean' },
  int32: { type: 'integer', format: 'int32' },
  int64: { type: 'integer', format: 'int64' },
  double: { type: 'number', format: 'double' },
  bytes: { type: 'string', format: 'byte' },
};

const meta = 'io.k8s.apimachinery.pkg.apis.meta.v1';
const named: Partial<Record<Scalar, { readonly name: string; readonly schema: OpenApiSchema }>> = {
  time: { name: `${meta}.Time`, schema: { description: 'A moment in RFC 3339 form, to the second.', type: 'string', format: 'date-time' } },
  microTime: {
    name: `${meta}.MicroTime`,
    schema: { description: 'A moment in RFC 3339 form, to the microsecond.', type: 'string', format: 'date-time' },
  },
  quantity: {
    name: 'io.k8s.apimachinery.pkg.api.resource.Quantity',
    schema: {
      description: 'An amount as a fixed-point number with a unit, such as 100m, 1.5 or 64Mi.',
      oneOf: [{ type: 'string' }, { type: 'number' }],
    },
  },
  intOrString: {
    name: 'io.k8s.apimachinery.pkg.util.intstr.IntOrString',
    schema: {
      description: 'A whole number, or a string such as a percentage or a name.',
      format: 'int-or-string',
      oneOf: [{ type: 'integer' }, { type: 'string' }],
    },
  },
  rawExtension: { name: 'io.k8s.apimachinery.pkg.runtime.RawExtension', schema: { description: 'Any object.', type: 'object' } },
  json: { name: 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON', schema: { description: 'Any JSON value.' } },
};

/** The schemas of these kinds and their lists, with all that they refer to, by name. */
export function schemasOf(kinds: readonly Kind[]): Readonly<Record<string, OpenApiSchema>> {
  const schemas = new Map<string, OpenApiSchema>();
  for (const kind of kinds) {
    add(kind.schema, schemas);
    schemas.set(kind.schema.name, { ...schemas.get(kind.schema.name), 'x-kubernetes-group-version-kind': [groupVersionKind(kind)] });
    if (kind.verbs === undefined || kind.verbs.includes('list')) addList(kind, schemas);
  }
  return Object.fromEntries([...schemas].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

export const groupVersionKind = ({ group, version, kind }: Pick<Kind, 'group' | 'version' | 'kind'>) => ({ group, kind, version });

type Schemas = Map<string, OpenApiSchema>;

function add(schema: ObjectSchema, schemas: Schemas): void {
  if (schemas.has(schema.name)) return;
  // Claimed before its fields are looked at, since schemas may refer to themselves.
  schemas.set(schema.name, {});
  const fields = Object.entries(schema.fields).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const required = fields.filter(([, field]) => field.required && !isType(field)).map(([name]) => name);
  schemas.set(schema.name, {
    ...(schema.description && { description: schema.description }),
    type: 'object',
    ...(required.length > 0 && { required }),
    ...(fields.length > 0 && { properties: Object.fromEntries(fields.map(([name, field]) => [name, property(name, field, schemas)])) }),
    ...(schema.mapType && { 'x-kubernetes-map-type': schema.mapType }),
  });
}

/** `metadata` is required by the model; in OpenAPI it is not, as upstream. */
const isType = ({ schema }: Field): boolean =>
  typeof schema === 'object' && schema.type === 'object' && schema.name === `${meta}.ObjectMeta`;

const typeDescriptions: Readonly<Record<string, string>> = {
  apiVersion: 'The group and version of the API that this object is written in, such as apps/v1.',
  kind: 'What this object is, such as Pod.',
  metadata: 'Name, namespace, labels and the like.',
};

function property(name: string, field: Field, schemas: Schemas): OpenApiSchema {
  const description = field.description ?? typeDescriptions[name];
  const value = valueSchema(field.schema, schemas);
  const initial = defaultOf(field);
  const isReference = '$ref' in value;
  return {
    ...(description && { description }),
    ...(isReference && (description || initial !== undefined) ? { allOf: [value] } : value),
    ...(initial !== undefined && { default: initial }),
    ...(field.enum && { enum: field.enum.toSorted() }),
    ...(field.listType && { 'x-kubernetes-list-type': field.listType }),
    ...(field.listMapKeys && { 'x-kubernetes-list-map-keys': field.listMapKeys }),
    ...(field.mapType && { 'x-kubernetes-map-type': field.mapType }),
    ...(field.patchStrategy && { 'x-kubernetes-patch-strategy': field.patchStrategy }),
    ...(field.patchMergeKey && { 'x-kubernetes-patch-merge-key': field.patchMergeKey }),
  };
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
  if (typeof schema === 'string') return scalarSchema(schema, schemas);
  switch (schema.type) {
    case 'object':
      add(schema, schemas);
      return reference(schema.name);
    case 'list':
      return { type: 'array', items: itemSchema(schema.items, schemas) };
    case 'map':
      return { type: 'object', additionalProperties: itemSchema(schema.values, schemas) };
    default:
      return schema satisfies never;
  }
}

function itemSchema(schema: Schema, schemas: Schemas): OpenApiSchema {
  const value = valueSchema(schema, schemas);
  if (typeof schema === 'string') return schema in zeros ? { ...value, default: zeros[schema] } : value;
  return schema.type === 'object' ? { allOf: [value], default: {} } : value;
}

function scalarSchema(scalar: Scalar, schemas: Schemas): OpenApiSchema {
  const known = inline[scalar];
  if (known) return known;
  const { name, schema } = named[scalar] ?? { name: scalar, schema: {} };
  schemas.set(name, schema);
  return reference(name);
}

function addList(kind: Kind, schemas: Schemas): void {
  add(ListMeta, schemas);
  schemas.set(`${kind.schema.name}List`, {
    description: `A list of ${kind.kind} objects.`,
    type: 'object',
    required: ['items'],
    properties: {
      apiVersion: { description: typeDescriptions['apiVersion'], type: 'string' },
      items: { type: 'array', items: { allOf: [reference(kind.schema.name)], default: {} } },
      kind: { description: typeDescriptions['kind'], type: 'string' },
      metadata: { allOf: [reference(ListMeta.name)], default: {} },
    },
    'x-kubernetes-group-version-kind': [{ ...groupVersionKind(kind), kind: `${kind.kind}List` }],
  });
}

export const reference = (name: string): OpenApiSchema => ({ $ref: `#/components/schemas/${name}` });
