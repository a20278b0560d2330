import type { ObjectSchema, Scalar, Schema } from '../schema.ts';
import { QuantityError, canonicalQuantity } from '../quantity.ts';
import { TimeError, canonicalMicroTime, canonicalTime } from '../timestamp.ts';
import { invalidBase64At, quantityText } from './scalars.ts';
import { neitherBooleanNorSchema, schemaUnionOf, type SchemaUnion } from './schema-unions.ts';

export interface Problems {
  /** Why the value cannot be decoded, in the words of Go's decoder. */
  readonly failure: string | undefined;
  /** `unknown field "spec.foo"`, in the order of the value. */
  readonly unknown: readonly string[];
}

/** More are not told. */
const unknownLimit = 100;

/** Where a value is: as messages about types name it, and as messages about unknown fields do. */
interface Place {
  /** The type whose field it is, if any, and the names of the fields that lead to it. */
  readonly owner: string;
  readonly fields: string;
  /** With indexes and keys of maps. */
  readonly path: string;
}

/** A value that a type reads by itself ends decoding at once, while other mismatches only count once all is read. */
class Fatal extends Error {}

/** Walks a value that did not decode cleanly, in its own order, to say what is wrong and where. */
export function findProblems(schema: ObjectSchema, value: unknown, path = ''): Problems {
  const problems = new Search();
  try {
    problems.visit(schema, value, { owner: '', fields: '', path });
  } catch (error) {
    if (!(error instanceof Fatal)) throw error;
    return { failure: error.message, unknown: [...problems.unknown] };
  }
  return { failure: problems.failure, unknown: [...problems.unknown] };
}

class Search {
  failure: string | undefined;
  readonly unknown = new Set<string>();

  visit(schema: Schema, value: unknown, place: Place): void {
    if (value === null || value === undefined) return;
    if (typeof schema === 'string') this.#scalar(schema, value, place);
    else if (schema.type === 'list') this.#list(schema, value, place);
    else if (schema.type === 'map') this.#map(schema, value, place);
    else this.#object(schema, value, place);
  }

  #object(schema: ObjectSchema, value: unknown, place: Place): void {
    if (kindOf(value) !== 'object') return this.#mismatch(kindOf(value), schema, place);
    const owner = schema.name.slice(schema.name.lastIndexOf('.') + 1);
    for (const [name, inner] of Object.entries(value as object)) {
      const path = place.path ? `${place.path}.${name}` : name;
      const field = Object.hasOwn(schema.fields, name) ? schema.fields[name] : undefined;
      const below = { owner, fields: place.fields ? `${place.fields}.${name}` : name, path };
      const union = schemaUnionOf(schema, name);
      if (union) this.#union(union, schema, inner, below);
      else if (field) this.visit(field.schema, inner, below);
      else if (inner !== undefined && this.unknown.size < unknownLimit) this.unknown.add(`unknown field ${JSON.stringify(path)}`);
    }
  }

  /** What reads itself ends decoding at its first problem, and tells nothing of what it does not know. */
  #union(union: SchemaUnion, schema: ObjectSchema, value: unknown, place: Place): void {
    if (value === null || value === undefined) return;
    const inner = new Search();
    const kind = kindOf(value);
    if (union === 'schemas or names by key') {
      if (kind !== 'object') return this.#mismatch(kind, { type: 'map', values: 'json' }, place);
      for (const item of Object.values(value)) {
        if (Array.isArray(item)) inner.visit({ type: 'list', items: 'string' }, item, place);
        else if (kindOf(item) === 'object') inner.visit(schema, item, place);
      }
    } else if (kind === 'object') inner.visit(schema, value, place);
    else if (union === 'schema or boolean' && kind !== 'bool') throw new Fatal(neitherBooleanNorSchema);
    else if (kind === 'array') inner.visit({ type: 'list', items: schema }, value, place);
    if (inner.failure !== undefined) throw new Fatal(inner.failure);
  }

  #list(schema: Exclude<Schema, Scalar> & { type: 'list' }, value: unknown, place: Place): void {
    if (!Array.isArray(value)) return this.#mismatch(kindOf(value), schema, place);
    for (const [index, item] of value.entries()) this.visit(schema.items, item, { ...place, path: `${place.path}[${index}]` });
  }

  #map(schema: Exclude<Schema, Scalar> & { type: 'map' }, value: unknown, place: Place): void {
    if (kindOf(value) !== 'object') return this.#mismatch(kindOf(value), schema, place);
    for (const [key, item] of Object.entries(value as object)) this.visit(schema.values, item, { ...place, path: `${place.path}.${key}` });
  }

  #scalar(schema: Scalar, value: unknown, place: Place): void {
    const kind = kindOf(value);
    switch (schema) {
      case 'string':
      case 'boolean':
        if (kind !== goKind[schema]) this.#mismatch(kind, schema, place);
        return;
      case 'int32':
      case 'int64':
      case 'double':
        if (!fits(schema, value)) this.#mismatch(kind === 'number' ? `number ${String(value)}` : kind, schema, place);
        return;
      case 'bytes': {
        if (typeof value !== 'string') return this.#mismatch(kind, schema, place);
        const at = invalidBase64At(value);
        if (at >= 0) this.failure ??= `illegal base64 data at input byte ${at}`;
        return;
      }
      case 'intOrString':
        if (typeof value === 'string' || fits('int32', value)) return;
        throw new Fatal(typeMessage(kind === 'number' ? `number ${String(value)}` : kind, 'int32', place));
      case 'time':
      case 'microTime':
        if (typeof value !== 'string') throw new Fatal(typeMessage(kind, 'string', place));
        return orFatal(() => (schema === 'time' ? canonicalTime(value) : canonicalMicroTime(value)));
      case 'quantity':
        return orFatal(() => canonicalQuantity(quantityText(value)));
      case 'rawExtension':
      case 'json':
        return;
      default:
        schema satisfies never;
    }
  }

  #mismatch(what: string, schema: Schema, place: Place): void {
    this.failure ??= typeMessage(what, goType(schema), place);
  }
}

function orFatal(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    if (error instanceof TimeError || error instanceof QuantityError) throw new Fatal(error.message, { cause: error });
    throw error;
  }
}

const typeMessage = (what: string, type: string, { owner, fields }: Place): string =>
  owner === ''
    ? `json: cannot unmarshal ${what} into Go value of type ${type}`
    : `json: cannot unmarshal ${what} into Go struct field ${owner}.${fields} of type ${type}`;

const goKind = { string: 'string', boolean: 'bool' } as const;

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

function fits(schema: 'int32' | 'int64' | 'double', value: unknown): boolean {
  if (typeof value !== 'number') return false;
  if (schema === 'double') return true;
  return Number.isInteger(value) && (schema === 'int32' ? (value | 0) === value : Math.abs(value) <= 2 ** 63);
}

const goTypes: Readonly<Record<Scalar, string>> = {
  string: 'string',
  boolean: 'bool',
  int32: 'int32',
  int64: 'int64',
  double: 'float64',
  bytes: '[]uint8',
  time: 'v1.Time',
  microTime: 'v1.MicroTime',
  quantity: 'resource.Quantity',
  intOrString: 'intstr.IntOrString',
  rawExtension: 'runtime.RawExtension',
  json: 'v1.JSON',
};

function goType(schema: Schema): string {
  if (typeof schema === 'string') return goTypes[schema];
  if (schema.type === 'list') return `[]${goType(schema.items)}`;
  if (schema.type === 'map') return `map[string]${goType(schema.values)}`;
  return schema.name.split('.').slice(-2).join('.');
}
