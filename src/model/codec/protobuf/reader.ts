/** The bytes are no protobuf message. */
export class ProtobufError extends Error {
  override readonly name = 'ProtobufError';
}

/** Reads the fields of one message, never beyond its end. */
export class Reader {
  readonly #bytes: Buffer;
  readonly #end: number;
  #at: number;

  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#at = start;
    this.#end = end;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#end;
  }

  /** As a signed integer of 64 bits; beyond 2^53 the nearest number. */
  varint(): number {
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.#byte();
      const group = byte & 0x7f;
      if (shift < 28) low += group * 2 ** shift;
      else if (shift === 28) {
        low += (group & 0x0f) * 2 ** 28;
        high = group >>> 4;
      } else if (shift < 63) high += group * 2 ** (shift - 32);
      else high += (group & 1) * 2 ** 31;
      if (byte < 0x80) return (high | 0) * 2 ** 32 + low;
    }
    throw new ProtobufError('proto: integer overflow');
  }

  double(): number {
    return this.#bytes.readDoubleLE(this.#advance(8));
  }

  text(): string {
    const length = this.#length();
    const start = this.#advance(length);
    return this.#bytes.toString('utf8', start, start + length);
  }

  bytes(): Uint8Array {
    const length = this.#length();
    const start = this.#advance(length);
    return this.#bytes.subarray(start, start + length);
  }

  message(): Reader {
    const length = this.#length();
    const start = this.#advance(length);
    return new Reader(this.#bytes, start, start + length);
  }

  /** Passes over a field that nobody knows. */
  skip(wireType: number): void {
    if (wireType === 0) this.varint();
    else if (wireType === 1) this.#advance(8);
    else if (wireType === 2) this.#advance(this.#length());
    else if (wireType === 5) this.#advance(4);
    else throw new ProtobufError(`proto: illegal wireType ${wireType}`);
  }

  #byte(): number {
    return this.#bytes[this.#advance(1)] ?? 0;
  }

  #length(): number {
    const length = this.varint();
    if (length < 0) throw new ProtobufError('proto: negative length found during unmarshaling');
    return length;
  }

  #advance(count: number): number {
    const start = this.#at;
    if (count > this.#end - start) throw new ProtobufError('unexpected EOF');
    this.#at = start + count;
    return start;
  }
}
