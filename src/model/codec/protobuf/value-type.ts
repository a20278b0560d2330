import { nestingLimit } from '../../decode/nesting.ts';
import type { Schema } from '../../schema.ts';
import { intOrString, json, microTime, quantity, rawExtension, time } from './well-known.ts';
import { messageType } from './message-type.ts';
import { ProtobufError, type Reader } from './reader.ts';
import type { ReverseWriter } from './reverse-writer.ts';

/** How a value is written and read. Values are those of JSON. */
export interface ValueType {
  /** Writes the value with its tag. */
  write(writer: ReverseWriter, value: unknown, field: number): void;
  /** Reads the value that follows a tag. `before` is what an earlier field of the same number gave. */
  read(reader: Reader, options: ReadOptions): unknown;
  readonly wireType: number;
}

export interface ReadOptions {
  readonly before: unknown;
  readonly depth: number;
}

const integer: ValueType = {
  wireType: 0,
  write(writer, value, field) {
    writer.varint(value as number);
    writer.tag(field, 0);
  },
  read: (reader) => reader.varint(),
};

const scalars = {
  string: {
    wireType: 2,
    write: (writer: ReverseWriter, value: unknown, field: number) => writer.text(value as string, field),
    read: (reader: Reader) => reader.text(),
  },
  boolean: {
    wireType: 0,
    write: (writer: ReverseWriter, value: unknown, field: number) => integer.write(writer, value ? 1 : 0, field),
    read: (reader: Reader) => reader.varint() !== 0,
  },
  int32: integer,
  int64: integer,
  double: {
    wireType: 1,
    write(writer: ReverseWriter, value: unknown, field: number) {
      writer.double(value as number);
      writer.tag(field, 1);
    },
    read: (reader: Reader) => reader.double(),
  },
  bytes: {
    wireType: 2,
    write(writer: ReverseWriter, value: unknown, field: number) {
      // None are not the same as no bytes.
      if (value === undefined) return;
      const before = writer.length;
      writer.bytes(Buffer.from(value as string, 'base64'));
      writer.enclose(before, field);
    },
    read: (reader: Reader) => Buffer.from(reader.bytes()).toString('base64'),
  },
  time,
  microTime,
  quantity,
  intOrString,
  rawExtension,
  json,
} as const;

export function valueType(schema: Schema): ValueType {
  if (typeof schema === 'string') return scalars[schema];
  if (schema.type === 'object') return objectType(() => messageType(schema));
  return schema.type === 'list'
    ? wrappedListType(valueType(schema.items))
    : mapType(valueType(schema.values), { omitsNull: schema.values === 'bytes' });
}

/** Found on first use, as a message may contain itself. */
export function objectType(find: () => MessageType): ValueType {
  let message: MessageType | undefined;
  return {
    wireType: 2,
    write(writer, value, field) {
      message ??= find();
      const before = writer.length;
      message.write(writer, value as Record<string, unknown>);
      writer.enclose(before, field);
    },
    read(reader, { before, depth }) {
      if (depth > nestingLimit) throw new ProtobufError('exceeded max depth');
      message ??= find();
      return message.read(reader.message(), { before, depth: depth + 1 });
    },
  };
}

export interface MessageType {
  write(writer: ReverseWriter, object: Readonly<Record<string, unknown>>): void;
  read(reader: Reader, options: ReadOptions): Record<string, unknown>;
}

/** Each item is a field of its own; numbers may also come packed into one. */
export function listType(items: ValueType): ValueType {
  return {
    wireType: items.wireType,
    write(writer, value, field) {
      const list = value as readonly unknown[];
      for (let index = list.length - 1; index >= 0; index--) items.write(writer, list[index], field);
    },
    read(reader, { before, depth }) {
      // Only this reader has the list.
      const list = (before as unknown[] | undefined) ?? [];
      list.push(items.read(reader, { before: undefined, depth }));
      return list;
    },
  };
}

/** A list where there can be none, as the value of a map, is a message with the items as its first field. */
function wrappedListType(items: ValueType): ValueType {
  const list = listType(items);
  return {
    wireType: 2,
    write(writer, value, field) {
      const before = writer.length;
      list.write(writer, value ?? [], 1);
      writer.enclose(before, field);
    },
    read(reader, { depth }) {
      const message = reader.message();
      let value: unknown = [];
      while (!message.isAtEnd) {
        const tag = message.varint();
        if (tag >>> 3 === 1) value = list.read(message, { before: value, depth });
        else message.skip(tag & 7);
      }
      return value;
    },
  };
}

/** Each entry is a message of key and value; entries are written in the order of their keys. */
export function mapType(values: ValueType, { omitsNull = false }: { omitsNull?: boolean } = {}): ValueType {
  return {
    wireType: 2,
    write(writer, value, field) {
      const map = value as Readonly<Record<string, unknown>>;
      const keys = Object.keys(map).sort();
      for (let index = keys.length - 1; index >= 0; index--) {
        const key = keys[index] ?? '';
        const before = writer.length;
        if (map[key] !== null || !omitsNull) values.write(writer, map[key], 2);
        writer.text(key, 1);
        writer.enclose(before, field);
      }
    },
    read(reader, { before, depth }) {
      const map = (before as Map<string, unknown> | undefined) ?? new Map<string, unknown>();
      const entry = reader.message();
      let key = '';
      let value: unknown = null;
      while (!entry.isAtEnd) {
        const tag = entry.varint();
        if (tag >>> 3 === 1) key = entry.text();
        else if (tag >>> 3 === 2) value = values.read(entry, { before: undefined, depth });
        else entry.skip(tag & 7);
      }
      return map.set(key, value);
    },
  };
}
