import protobuf from 'protobufjs/minimal.js';
import { tag, wire, type WireType } from './wire-type.ts';

/** A protobuf message in TypeScript's terms: each property with its field number and how it lies on the wire. */
export type Fields<Message> = {
  readonly [Name in keyof Message]-?: readonly [number: number, type: WireType<Message[Name]>];
};

export interface MessageType<Message> extends WireType<Message> {
  readonly encode: (message: Message) => Buffer;
  /** Throws on bytes that are no protobuf. Unknown fields are skipped. */
  readonly decode: (encoded: Uint8Array) => Message;
}

interface Field {
  readonly name: string;
  readonly number: number;
  readonly type: WireType<unknown>;
}

/**
 * Defines a message. The compiler sees to it that every property has a field, and that properties which must be there are
 * read as something even when the wire has nothing. Properties that are undefined are not written.
 */
export function message<Message extends object>(fields: Fields<Message>): MessageType<Message> {
  const list: Field[] = [];
  const byNumber: (Field | undefined)[] = [];
  for (const [name, value] of Object.entries(fields)) {
    // Object.entries forgets the types of values; Fields has checked them against the property of the same name.
    const [number, type] = value as readonly [number, WireType<unknown>];
    if (byNumber[number]) throw new Error(`field number ${number} is both ${byNumber[number].name} and ${name}`);
    byNumber[number] = { name, number, type };
    list.push(byNumber[number]);
  }

  const blank = (): Record<string, unknown> => {
    const record: Record<string, unknown> = {};
    for (const { name, type } of list) {
      const absent = type.absent();
      if (absent !== undefined) record[name] = absent;
    }
    return record;
  };

  const writeBody = (writer: protobuf.Writer, source: object) => {
    const record = source as Record<string, unknown>; // Message is an object with the names of the fields
    for (const { name, number, type } of list) {
      const value = record[name];
      if (value === undefined || type.isAbsent(value)) continue;
      if (type.repeated) type.repeated.writeAll(writer, value, number);
      else type.write(writer.uint32(tag(number, type.wire)), value);
    }
  };

  const readBody = (reader: protobuf.Reader, end: number): Message => {
    const record = blank();
    while (reader.pos < end) {
      const key = reader.tag();
      const field = byNumber[key >>> 3];
      const wireNumber = key & 7;
      if (field?.type.repeated) record[field.name] = field.type.repeated.readInto(reader, record[field.name], wireNumber);
      else if (field?.type.wire === wireNumber) record[field.name] = field.type.read(reader);
      else reader.skipType(wireNumber);
    }
    if (reader.pos > end) throw new RangeError('a field reaches beyond the end of its message');
    return record as Message; // blank() and the loop have filled what Fields demands
  };

  return {
    wire: wire.delimited,
    absent: () => blank() as Message,
    isAbsent: () => false,
    write(writer, value) {
      writer.fork();
      writeBody(writer, value);
      writer.ldelim();
    },
    read(reader) {
      const length = reader.uint32();
      const end = reader.pos + length;
      if (end > reader.len) throw new RangeError('a message reaches beyond the end of its bytes');
      return readBody(reader, end);
    },
    encode(value) {
      const writer = protobuf.Writer.create();
      writeBody(writer, value);
      const encoded = writer.finish();
      return Buffer.from(encoded.buffer, encoded.byteOffset, encoded.byteLength);
    },
    decode(encoded) {
      const reader = protobuf.Reader.create(encoded);
      return readBody(reader, encoded.length);
    },
  };
}
