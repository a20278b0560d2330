/** The protobuf form of API objects, made from their schemas: `application/vnd.kubernetes.protobuf`. */
import { ListMeta } from '../meta.ts';
import type { ObjectSchema } from '../schema.ts';
import { encloseMessage } from './protobuf/envelope.ts';
import { messageType } from './protobuf/message-type.ts';
import { ProtobufError, Reader } from './protobuf/reader.ts';
import { ReverseWriter } from './protobuf/reverse-writer.ts';

export { isProtobuf, openEnvelope, type Envelope } from './protobuf/envelope.ts';
export { ProtobufError } from './protobuf/reader.ts';

export interface TypeMeta {
  readonly apiVersion: string;
  readonly kind: string;
}

/** An object in its envelope. What the object says of its own type does not count. */
export function encodeProtobuf(schema: ObjectSchema, object: object, type: TypeMeta): Uint8Array {
  const writer = new ReverseWriter();
  messageType(schema).write(writer, object as Readonly<Record<string, unknown>>);
  return encloseMessage(writer, type);
}

/** The message of an object, without its envelope. */
export function encodeMessage(schema: ObjectSchema, object: object): Uint8Array {
  const writer = new ReverseWriter();
  messageType(schema).write(writer, object as Readonly<Record<string, unknown>>);
  return writer.finish();
}

/** A list from the messages of its items, so that each is encoded once for all lists. */
export function encodeProtobufList(items: readonly Uint8Array[], metadata: object, type: TypeMeta): Uint8Array {
  const writer = new ReverseWriter(items.reduce((sum, { length }) => sum + length + 8, 1024));
  for (let index = items.length - 1; index >= 0; index--) {
    const before = writer.length;
    writer.bytes(items[index] ?? new Uint8Array(0));
    writer.enclose(before, 2);
  }
  const before = writer.length;
  messageType(ListMeta).write(writer, metadata as Readonly<Record<string, unknown>>);
  writer.enclose(before, 1);
  return encloseMessage(writer, type);
}

/**
 * The JSON value that a message stands for, to be decoded like one that came as JSON. Throws ProtobufError.
 */
export function decodeMessage(schema: ObjectSchema, raw: Uint8Array): Record<string, unknown> {
  try {
    return messageType(schema).read(new Reader(raw), { before: undefined, depth: 0 });
  } catch (error) {
    // Text that is no JSON, and times beyond what there is a date for.
    if (error instanceof SyntaxError || error instanceof RangeError) throw new ProtobufError(error.message, { cause: error });
    throw error;
  }
}
