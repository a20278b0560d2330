import { isAlwaysShown } from '../../decode/compile.ts';
import { setOwn } from '../../decode/nesting.ts';
import { zeroScalar } from '../../decode/scalars.ts';
import type { Field, ObjectSchema, Schema } from '../../schema.ts';
import { tellsUnset } from '../../unset-fields.ts';
import { jsonSchemaField } from './json-schema-props.ts';
import type { Reader } from './reader.ts';
import { listType, objectType, valueType, type MessageType, type ReadOptions, type ValueType } from './value-type.ts';

interface Entry {
  readonly number: number;
  readonly type: ValueType;
  /** '' for a message whose fields stand in the outer one in JSON. */
  readonly name: string;
  readonly isList: boolean;
  readonly isMap: boolean;
  /** What is written when the field is absent; undefined for nothing. */
  readonly zero: unknown;
  /** Zero is the same as absent, and JSON does not show it. Decoding would see to that, but not inside of any JSON. */
  readonly dropsZero: boolean;
}

const messages = new WeakMap<ObjectSchema, MessageType>();

/** Compiled once for each schema. */
export function messageType(schema: ObjectSchema): MessageType {
  let type = messages.get(schema);
  if (!type) {
    type = compile(Object.entries(schema.fields), schema);
    messages.set(schema, type);
  }
  return type;
}

function compile(fields: readonly [string, Field][], owner: ObjectSchema): MessageType {
  const inner = new Map<number, [string, Field][]>();
  const entries: Entry[] = [];
  for (const [name, field] of fields) {
    const [outer, ...deeper] = field.within ?? [];
    if (outer !== undefined) {
      const group = inner.get(outer) ?? [];
      group.push([name, { ...field, within: deeper }]);
      inner.set(outer, group);
    } else if (field.number > 0) {
      entries.push(entryOf(name, field, owner));
    }
  }
  for (const [number, group] of inner) {
    const type = objectType(() => compile(group, owner));
    entries.push({ number, type, name: '', isList: false, isMap: false, zero: undefined, dropsZero: false });
  }
  return message(entries.sort((a, b) => b.number - a.number));
}

function entryOf(name: string, field: Field, owner: ObjectSchema): Entry {
  const { number, schema } = field;
  const isList = typeof schema === 'object' && schema.type === 'list';
  return {
    number,
    name,
    type: jsonSchemaField(owner, name) ?? (isList ? listType(valueType(schema.items)) : valueType(schema)),
    isList,
    isMap: typeof schema === 'object' && schema.type === 'map',
    zero: zeroOf(name, field, owner),
    dropsZero: isPlain(schema) && !isAlwaysShown(field) && !tellsUnset(owner, name),
  };
}

/** Upstream writes what has no pointer in Go even when it is not set. */
function zeroOf(name: string, field: Field, owner: ObjectSchema): unknown {
  const { schema } = field;
  if (tellsUnset(owner, name)) return undefined;
  if (typeof schema === 'object') return schema.type === 'object' && isAlwaysShown(field) ? {} : undefined;
  return isPlain(schema) || field.always === true || isUnsetMessage(name, owner.name) ? zeroScalar[schema] : undefined;
}

const isPlain = (schema: Schema): boolean =>
  typeof schema === 'string' && ['string', 'boolean', 'int32', 'int64', 'double'].includes(schema);

/** Left out of JSON when not set, though they have no pointer. */
const isUnsetMessage = (name: string, owner: string): boolean =>
  (name === 'creationTimestamp' && owner.endsWith('.ObjectMeta')) || (name === 'data' && owner.endsWith('.ControllerRevision'));

/** Entries come in descending order of their numbers, as they are written. */
function message(entries: readonly Entry[]): MessageType {
  const byNumber = new Map(entries.map((entry) => [entry.number, entry]));
  return {
    write(writer, object) {
      for (const { number, type, name, isList, isMap, zero } of entries) {
        if (name === '') {
          type.write(writer, object, number);
          continue;
        }
        const value = object[name] ?? undefined;
        if (value !== undefined) type.write(writer, value, number);
        else if (zero !== undefined && !isList && !isMap) type.write(writer, zero ?? undefined, number);
      }
    },
    read: (reader, options) => readMessage(reader, byNumber, options),
  };
}

function readMessage(reader: Reader, byNumber: ReadonlyMap<number, Entry>, { before, depth }: ReadOptions): Record<string, unknown> {
  const object = (before as Record<string, unknown> | undefined) ?? {};
  while (!reader.isAtEnd) {
    const tag = reader.varint();
    const entry = byNumber.get(tag >>> 3);
    const wireType = tag & 7;
    if (!entry) {
      reader.skip(wireType);
    } else if (entry.name === '') {
      entry.type.read(reader, { before: object, depth });
    } else if (wireType === 2 && entry.type.wireType !== 2) {
      const packed = reader.message();
      while (!packed.isAtEnd) object[entry.name] = entry.type.read(packed, { before: object[entry.name], depth });
    } else if (wireType !== entry.type.wireType) {
      reader.skip(wireType);
    } else {
      const value = entry.type.read(reader, { before: object[entry.name], depth });
      if (value || !entry.dropsZero) object[entry.name] = value;
      else delete object[entry.name];
    }
  }
  for (const { name, isMap } of byNumber.values()) if (isMap && object[name] instanceof Map) object[name] = fromMap(object[name]);
  return object;
}

function fromMap(map: Map<unknown, unknown>): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  // Keys were read as text.
  for (const [key, value] of map) setOwn(object, key as string, value);
  return object;
}
