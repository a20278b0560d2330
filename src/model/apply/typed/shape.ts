import type { Field, ListSchema, ObjectSchema, Schema } from '../../schema.ts';
import { zeroScalar } from '../../decode/scalars.ts';

/** How ownership sees a type: what is one field as a whole, and what has fields or items with owners of their own. */
export type Shape =
  | { readonly kind: 'leaf' }
  /** Kept out of ownership: what the server decides about an object's identity. */
  | { readonly kind: 'ignored' }
  | { readonly kind: 'object'; readonly fields: ReadonlyMap<string, Shape> }
  | { readonly kind: 'map'; readonly values: Shape }
  /** Items are known by the values of their keys. */
  | { readonly kind: 'keyed'; readonly keys: readonly Key[]; readonly items: Shape }
  /** Items are known by their value. */
  | { readonly kind: 'set' };

export interface Key {
  readonly name: string;
  /** What an item that does not give the key has. */
  readonly default: unknown;
}

const leafShape: Shape = { kind: 'leaf' };
const ignored: Shape = { kind: 'ignored' };

const shapes = new WeakMap<ObjectSchema, Shape>();
const roots = new WeakMap<ObjectSchema, Shape>();

const identity = ['name', 'namespace', 'creationTimestamp', 'selfLink', 'uid', 'generation', 'managedFields', 'resourceVersion'];

/** The shape of an API object of this schema. */
export function rootShape(schema: ObjectSchema): Shape {
  const known = roots.get(schema);
  if (known) return known;
  const fields = fieldShapes(schema);
  fields.set('apiVersion', ignored);
  fields.set('kind', ignored);
  const metadata = fields.get('metadata');
  if (metadata?.kind === 'object') {
    const inner = new Map(metadata.fields);
    for (const name of identity) inner.set(name, ignored);
    fields.set('metadata', { kind: 'object', fields: inner });
  }
  const root: Shape = { kind: 'object', fields };
  roots.set(schema, root);
  return root;
}

function objectShape(schema: ObjectSchema): Shape {
  const known = shapes.get(schema);
  if (known) return known;
  if (schema.mapType === 'atomic') return leafShape;
  // Known before its fields are, as a schema may contain itself.
  const fields = new Map<string, Shape>();
  const shape: Shape = { kind: 'object', fields };
  shapes.set(schema, shape);
  for (const [name, inner] of fieldShapes(schema)) fields.set(name, inner);
  return shape;
}

const fieldShapes = ({ fields }: ObjectSchema): Map<string, Shape> =>
  new Map(Object.entries(fields).map(([name, field]) => [name, fieldShape(field)]));

export function fieldShape({ schema, listType, listMapKeys, mapType }: Field): Shape {
  if (typeof schema === 'string') return leafShape;
  if (schema.type === 'list') return listShape(schema, listType, listMapKeys);
  if (mapType === 'atomic') return leafShape;
  // A field may see as fields of their own what its type sees as one.
  return mapType === 'granular' && schema.type === 'object' && schema.mapType === 'atomic'
    ? { kind: 'object', fields: fieldShapes(schema) }
    : shapeOf(schema);
}

function shapeOf(schema: Schema): Shape {
  if (typeof schema === 'string' || schema.type === 'list') return leafShape;
  return schema.type === 'map' ? { kind: 'map', values: shapeOf(schema.values) } : objectShape(schema);
}

function listShape({ items }: ListSchema, listType: Field['listType'], listMapKeys: readonly string[] = []): Shape {
  if (listType === 'set') return { kind: 'set' };
  if (listType !== 'map' || typeof items === 'string' || items.type !== 'object') return leafShape;
  const keys = listMapKeys.toSorted().map((name) => ({ name, default: keyDefault(items.fields[name]) }));
  return { kind: 'keyed', keys, items: objectShape(items) };
}

/** A key that is not given has its default, or the zero value that is always shown. */
function keyDefault(field: Field | undefined): unknown {
  if (!field) return undefined;
  if (field.default !== undefined) return field.default;
  return field.always === true && typeof field.schema === 'string' ? zeroScalar[field.schema] : undefined;
}
