import { unifiedDiff } from '../base/unified-diff.ts';
import { schemaUnionOf, type SchemaUnion } from '../model/decode/schema-unions.ts';
import type { Field, ObjectSchema, Schema } from '../model/schema.ts';
import { coreTypes } from './go-form/core.ts';
import { groupTypes } from './go-form/groups.ts';

/**
 * Upstream prints structures in its messages as JSON of its internal types: their Go names, every field, null for what is
 * not set. The tables hold the fields in order. `*` marks one that is null rather than zero when not set, `=name` what it
 * is called in the API where that is more than a matter of case, `^` one that the API keeps a level higher, and `+`
 * one whose own fields stand among those of the structure.
 */
interface GoField {
  readonly goName: string;
  readonly names: readonly string[];
  readonly nullable: boolean;
  readonly fromParent: boolean;
  readonly embedded: boolean;
}

const typesByPackage = { ...coreTypes, ...groupTypes };
const known = new Map<string, readonly GoField[]>();

/** The value in that form, to be shown in a message. */
export const goForm = <T>(schema: ObjectSchema<T>, value: Readonly<T>): unknown => objectForm(schema, value, {});

export const goFormOfList = <T>(schema: ObjectSchema<T>, values: readonly T[] | undefined): unknown =>
  values === undefined ? null : values.map((value) => goForm(schema, value));

/** How two values differ, line by line. */
export const describeDifference = <T>(schema: ObjectSchema<T>, before: Readonly<T>, after: Readonly<T>): string =>
  unifiedDiff(JSON.stringify(goForm(schema, before), null, 1), JSON.stringify(goForm(schema, after), null, 1));

export const describeListDifference = <T>(schema: ObjectSchema<T>, before: readonly T[], after: readonly T[]): string =>
  unifiedDiff(JSON.stringify(goFormOfList(schema, before), null, 1), JSON.stringify(goFormOfList(schema, after), null, 1));

/** Maps are shown sorted by key. */
export function goMap<V>(map: Readonly<Record<string, V>> | undefined, show: (value: V) => unknown = (value) => value): unknown {
  if (map === undefined) return null;
  const keys = Object.keys(map).sort();
  // Every key is one of the map's own.
  return Object.fromEntries(keys.map((key) => [key, show(map[key] as V)]));
}

type Parent = Readonly<Record<string, unknown>>;

function objectForm(schema: ObjectSchema, value: Parent, parent: Parent): unknown {
  const fields = fieldsOf(schema);
  if (!fields) return apiForm(schema, value);
  const result: Record<string, unknown> = {};
  for (const { goName, names, nullable, fromParent, embedded } of fields) {
    const { field, found } = follow(schema, value, names);
    if (embedded) {
      Object.assign(result, form(field?.schema ?? 'boolean', found ?? {}, false, value));
      continue;
    }
    const given = fromParent ? parent[names[0] ?? ''] : found;
    const union = schemaUnionOf(schema, names[0] ?? '');
    result[goName] = union ? unionForm(union, schema, given) : form(field?.schema ?? 'boolean', given, nullable, value);
  }
  return result;
}

/** What is one thing or another has a field for each. */
function unionForm(union: SchemaUnion, schema: ObjectSchema, value: unknown): unknown {
  if (value === undefined || value === null) return null;
  const list = Array.isArray(value);
  const single = typeof value === 'object' && !list ? (value as Parent) : undefined;
  switch (union) {
    case 'schema or boolean':
      return { Allows: value !== false, Schema: single ? objectForm(schema, single, {}) : null };
    case 'schema or list':
      return {
        Schema: single ? objectForm(schema, single, {}) : null,
        JSONSchemas: list ? value.map((item: Parent) => objectForm(schema, item, {})) : null,
      };
    case 'schemas or names by key':
      return goMap(single, (item) => ({
        Schema: item && !Array.isArray(item) ? objectForm(schema, item as Parent, {}) : null,
        Property: Array.isArray(item) ? item : null,
      }));
    default:
      return union satisfies never;
  }
}

/** What upstream has no internal type for looks as in the API: metadata, selectors and the like. */
function apiForm(schema: ObjectSchema, value: Parent): unknown {
  const result: Record<string, unknown> = {};
  for (const name in schema.fields) {
    const field = schema.fields[name];
    if (field && value[name] !== undefined) result[name] = form(field.schema, value[name], true, value);
  }
  return result;
}

function form(schema: Schema, value: unknown, nullable: boolean, parent: Parent): unknown {
  if (value === undefined || value === null) return nullable ? null : zeroForm(schema, parent);
  if (typeof schema === 'string') return value;
  if (schema.type === 'list') return (value as unknown[]).map((item) => form(schema.items, item, false, {}));
  if (schema.type === 'map') {
    return goMap(value as Parent, (item) => form(schema.values, item, false, {}));
  }
  return objectForm(schema, value as Parent, parent);
}

function zeroForm(schema: Schema, parent: Parent): unknown {
  if (typeof schema !== 'string') return schema.type === 'object' ? objectForm(schema, {}, parent) : null;
  switch (schema) {
    case 'string':
      return '';
    case 'quantity':
      return '0';
    case 'boolean':
      return false;
    case 'int32':
    case 'int64':
    case 'double':
    case 'intOrString':
      return 0;
    default:
      return null;
  }
}

function follow(schema: ObjectSchema, value: Parent, names: readonly string[]): { field: Field | undefined; found: unknown } {
  let fields: ObjectSchema['fields'] = schema.fields;
  let field: Field | undefined;
  let found: unknown = value;
  for (const name of names) {
    field = fields[name];
    found = (found as Parent | undefined)?.[name];
    if (field && typeof field.schema === 'object' && field.schema.type === 'object') fields = field.schema.fields;
  }
  return { field, found };
}

function fieldsOf(schema: ObjectSchema): readonly GoField[] | undefined {
  const name = schema.like ?? schema.name;
  const before = known.get(name);
  if (before) return before;
  const dot = name.lastIndexOf('.');
  const text = typesByPackage[name.slice(0, dot)]?.[name.slice(dot + 1)];
  if (text === undefined) return undefined;
  const byLowerCase = new Map(Object.keys(schema.fields).map((name) => [name.toLowerCase(), name]));
  const fields = text.split(' ').map((entry): GoField => {
    const [marked = '', special] = entry.split('=');
    const goName = marked.replace(/[*+]/, '');
    const path = special?.replace('^', '') ?? byLowerCase.get(goName.toLowerCase()) ?? goName;
    return {
      goName,
      names: path.split('.'),
      nullable: marked.endsWith('*'),
      fromParent: special?.startsWith('^') ?? false,
      embedded: marked.startsWith('+'),
    };
  });
  known.set(name, fields);
  return fields;
}
