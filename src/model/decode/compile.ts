import type { Field, ListSchema, MapSchema, ObjectSchema, Schema } from '../schema.ts';
import { tellsUnset } from '../unset-fields.ts';
import { nestingLimit, NestingError, setOwn } from './nesting.ts';
import { decodeScalar, mismatch, zeroScalar } from './scalars.ts';
import { schemaUnionOf, type SchemaUnion } from './schema-unions.ts';

/** What one run of a decoder notices besides the object. */
export interface Notes {
  /** Some object had fields, or fields without value, that its schema does not know. */
  unknown: boolean;
  depth: number;
}

/** Takes a value that is neither null nor undefined; gives undefined for what counts as absent. */
type Decoder = (value: unknown, notes: Notes) => unknown;

interface Plan {
  readonly name: string;
  readonly decode: Decoder;
  /** What an absent field becomes, where it is always shown. */
  readonly zero: ((notes: Notes) => unknown) | undefined;
}

const decoders = new WeakMap<ObjectSchema, Decoder>();

/** Compiled once for each schema. It copies: nothing of the value given is shared with the result. */
export function decoderOf(schema: ObjectSchema): Decoder {
  const known = decoders.get(schema);
  if (known) return known;
  let plans: readonly Plan[] | undefined;
  const decoder: Decoder = (value, notes) => {
    // Fields are compiled on first use, as a schema may contain itself.
    plans ??= inOrder(schema).map(([name, field]) => plan(schema, name, field));
    return decodeObject(value, plans, notes);
  };
  decoders.set(schema, decoder);
  return decoder;
}

function decodeObject(value: unknown, plans: readonly Plan[], notes: Notes): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw mismatch;
  if (++notes.depth > nestingLimit) throw new NestingError();
  const source = value as Record<string, unknown>;
  const result: Record<string, unknown> = {};
  let known = 0;
  for (const { name, decode, zero } of plans) {
    const given = source[name];
    if (given === undefined) {
      if (zero) result[name] = zero(notes);
      continue;
    }
    known++;
    const decoded = given === null ? undefined : decode(given, notes);
    if (decoded !== undefined) result[name] = decoded;
    else if (zero) result[name] = zero(notes);
  }
  if (!notes.unknown && countFields(source) !== known) notes.unknown = true;
  notes.depth--;
  return result;
}

function countFields(object: object): number {
  let count = 0;
  // eslint-disable-next-line guard-for-in -- objects from JSON have only fields of their own
  for (const _ in object) count++;
  return count;
}

/** In the order of the schema, except that objects of the API start with metadata, kind and API version. */
export function inOrder({ fields }: ObjectSchema): [name: string, field: Field][] {
  const entries = Object.entries(fields);
  const { metadata, kind, apiVersion } = fields;
  if (!metadata || !kind || !apiVersion) return entries;
  const first: [string, Field][] = [
    ['metadata', metadata],
    ['kind', kind],
    ['apiVersion', apiVersion],
  ];
  return [...first, ...entries.filter(([name]) => name !== 'metadata' && name !== 'kind' && name !== 'apiVersion')];
}

/** Embedded metadata is shown even when empty. */
export const isAlwaysShown = ({ always, schema }: Field): boolean =>
  always === true || (typeof schema === 'object' && schema.type === 'object' && schema.name.endsWith('.ObjectMeta'));

function plan(owner: ObjectSchema, name: string, field: Field): Plan {
  const { schema } = field;
  const unset = tellsUnset(owner, name);
  const union = schemaUnionOf(owner, name);
  if (union) return { name, decode: unionDecoder(union, owner), zero: undefined };
  const decode = decoderOfSchema(schema);
  if (isAlwaysShown(field)) return { name, decode, zero: unset ? () => null : zeroOf(schema) };
  return { name, decode: unset ? decode : withoutZero(schema, decode), zero: undefined };
}

function decoderOfSchema(schema: Schema): Decoder {
  if (typeof schema === 'string') return decodeScalar[schema];
  if (schema.type === 'object') return decoderOf(schema);
  return schema.type === 'list' ? listDecoder(schema) : mapDecoder(schema);
}

/** Nobody hears of what is unknown inside. */
function unionDecoder(union: SchemaUnion, owner: ObjectSchema): Decoder {
  const schema: Decoder = (value, { depth }) => decoderOf(owner)(value, { unknown: false, depth });
  const names = listDecoder({ type: 'list', items: 'string' });
  const schemas = listDecoder({ type: 'list', items: owner });
  const either = (value: unknown, list: Decoder, notes: Notes): unknown => {
    if (Array.isArray(value)) return value.length > 0 ? list(value, { unknown: false, depth: notes.depth }) : undefined;
    return typeof value === 'object' && value !== null ? schema(value, notes) : undefined;
  };
  switch (union) {
    case 'schema or boolean':
      return (value, notes) => (typeof value === 'boolean' ? value : schema(value, notes));
    case 'schema or list':
      return (value, notes) => either(value, schemas, notes);
    case 'schemas or names by key':
      return (value, notes) => {
        if (typeof value !== 'object' || value === null || Array.isArray(value)) throw mismatch;
        const result: Record<string, unknown> = {};
        for (const [key, item] of Object.entries(value)) setOwn(result, key, either(item, names, notes) ?? null);
        return result;
      };
    default:
      return union satisfies never;
  }
}

function listDecoder({ items }: ListSchema): Decoder {
  const decode = decoderOfSchema(items);
  const zero = zeroOf(items);
  return (value, notes) => {
    if (!Array.isArray(value)) throw mismatch;
    const result: unknown[] = [];
    for (const item of value) {
      const decoded = item === null || item === undefined ? undefined : decode(item, notes);
      result.push(decoded === undefined ? zero(notes) : decoded);
    }
    return result;
  };
}

function mapDecoder({ values }: MapSchema): Decoder {
  const decode = decoderOfSchema(values);
  const zero = zeroOf(values);
  return (value, notes) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw mismatch;
    const result: Record<string, unknown> = {};
    for (const key in value) {
      const item = (value as Record<string, unknown>)[key];
      const decoded = item === null || item === undefined ? undefined : decode(item, notes);
      setOwn(result, key, decoded === undefined ? zero(notes) : decoded);
    }
    return result;
  };
}

function zeroOf(schema: Schema): (notes: Notes) => unknown {
  if (typeof schema === 'string') {
    const zero = zeroScalar[schema];
    return () => zero;
  }
  if (schema.type !== 'object') return () => null;
  const decode = decoderOf(schema);
  return (notes) => decode({}, notes);
}

/** Values that mean the same as leaving the field out are left out. */
function withoutZero(schema: Schema, decode: Decoder): Decoder {
  switch (schema) {
    case 'string':
    case 'boolean':
    case 'int32':
    case 'int64':
    case 'double':
    case 'bytes':
      return (value, notes) => decode(value, notes) || undefined;
    default:
  }
  if (typeof schema === 'string' || schema.type === 'object') return decode;
  if (schema.type === 'list') {
    return (value, notes) => {
      const items = decode(value, notes) as unknown[];
      return items.length > 0 ? items : undefined;
    };
  }
  return (value, notes) => {
    const entries = decode(value, notes) as object;
    return countFields(entries) > 0 ? entries : undefined;
  };
}
