import { ProtobufError, Reader } from './reader.ts';
import { ReverseWriter } from './reverse-writer.ts';

/** What every protobuf body of the API starts with. */
const magic = Buffer.from('k8s\0');

export interface Envelope {
  readonly apiVersion: string;
  readonly kind: string;
  /** The message itself. */
  readonly raw: Uint8Array;
}

export const isProtobuf = (bytes: Uint8Array): boolean =>
  bytes.length >= magic.length && magic.every((byte, index) => bytes[index] === byte);

/** Puts a message that has just been written, and is all there is, into its envelope. */
export function encloseMessage(writer: ReverseWriter, { apiVersion, kind }: { apiVersion: string; kind: string }): Uint8Array {
  writer.enclose(0, 2);
  const before = writer.length;
  writer.text(kind, 2);
  writer.text(apiVersion, 1);
  writer.enclose(before, 1);
  const inner = writer.finish();
  const bytes = new Uint8Array(magic.length + inner.length + 4);
  bytes.set(magic);
  bytes.set(inner, magic.length);
  // Encoding and type of the content are always written, and always empty.
  bytes.set([0x1a, 0, 0x22, 0], magic.length + inner.length);
  return bytes;
}

/** Throws ProtobufError. */
export function openEnvelope(bytes: Uint8Array): Envelope {
  if (bytes.length === 0) throw new ProtobufError('empty data');
  if (!isProtobuf(bytes)) throw new ProtobufError('provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]');
  if (bytes.length === magic.length) throw new ProtobufError('empty body');
  const reader = new Reader(bytes, magic.length);
  let type = { apiVersion: '', kind: '' };
  let raw: Uint8Array = new Uint8Array(0);
  while (!reader.isAtEnd) {
    const tag = reader.varint();
    if (tag === 0x0a) type = readType(reader.message());
    else if (tag === 0x12) raw = reader.bytes();
    else reader.skip(tag & 7);
  }
  return { ...type, raw };
}

function readType(reader: Reader): { apiVersion: string; kind: string } {
  let apiVersion = '';
  let kind = '';
  while (!reader.isAtEnd) {
    const tag = reader.varint();
    if (tag === 0x0a) apiVersion = reader.text();
    else if (tag === 0x12) kind = reader.text();
    else reader.skip(tag & 7);
  }
  return { apiVersion, kind };
}
