import { ReverseWriter } from './reverse-writer.ts';

/**
 * An event of a watch as it stands in the stream: the length of what follows in four bytes, then the event's type and the
 * object in its envelope. The event itself has no envelope, since nothing else can come there.
 */
export function encodeWatchFrame(type: string, envelope: Uint8Array): Uint8Array {
  const writer = new ReverseWriter(envelope.length + 64);
  writer.bytes(envelope);
  writer.enclose(0, 1);
  writer.enclose(0, 2);
  writer.text(type, 1);
  const { length } = writer;
  const prefix = Buffer.alloc(4);
  prefix.writeUInt32BE(length);
  writer.bytes(prefix);
  return writer.finish();
}
