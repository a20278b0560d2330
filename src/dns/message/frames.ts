/** Over TCP each message comes after its length. RFC 1035 section 4.2.2. */
export function frame(message: Buffer): Buffer {
  const framed = Buffer.allocUnsafe(message.length + 2);
  framed.writeUInt16BE(message.length, 0);
  message.copy(framed, 2);
  return framed;
}

/** Takes what comes from a connection apart into messages. Holds at most one message that is not complete. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);

  *read(data: Buffer): Generator<Buffer> {
    let buffer = this.#rest.length === 0 ? data : Buffer.concat([this.#rest, data]);
    while (buffer.length >= 2) {
      const end = 2 + buffer.readUInt16BE(0);
      if (buffer.length < end) break;
      yield buffer.subarray(2, end);
      buffer = buffer.subarray(end);
    }
    this.#rest = buffer;
  }
}
