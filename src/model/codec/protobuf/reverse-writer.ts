/**
 * Writes a protobuf message from its end to its start: when the length of something comes to be written, it is known,
 * since what it is the length of stands there already.
 */
export class ReverseWriter {
  #bytes: Buffer;
  #start: number;

  constructor(sizeBytes = 4096) {
    this.#bytes = Buffer.allocUnsafe(sizeBytes);
    this.#start = sizeBytes;
  }

  /** How much has been written. */
  get length(): number {
    return this.#bytes.length - this.#start;
  }

  finish(): Uint8Array {
    return this.#bytes.subarray(this.#start);
  }

  /** Any integer of 64 bits, negative ones in ten bytes. */
  varint(value: number): void {
    if (value >= 0 && value < 0x80) {
      this.#reserve(1);
      this.#bytes[--this.#start] = value;
      return;
    }
    let low = value >>> 0;
    let high = Math.floor(value / 2 ** 32) >>> 0;
    const groups: number[] = [];
    do {
      groups.push(low & 0x7f);
      low = ((low >>> 7) | (high << 25)) >>> 0;
      high >>>= 7;
    } while (low !== 0 || high !== 0);
    this.#reserve(groups.length);
    for (let index = groups.length - 1; index >= 0; index--) {
      const more = index < groups.length - 1 ? 0x80 : 0;
      this.#bytes[--this.#start] = (groups[index] ?? 0) | more;
    }
  }

  /** The number and wire type of the field that has just been written. */
  tag(field: number, wireType: number): void {
    this.varint(field * 8 + wireType);
  }

  double(value: number): void {
    this.#reserve(8);
    this.#start -= 8;
    this.#bytes.writeDoubleLE(value, this.#start);
  }

  /** Without length. */
  bytes(value: Uint8Array): void {
    this.#reserve(value.length);
    this.#start -= value.length;
    this.#bytes.set(value, this.#start);
  }

  /** With its length, as a field of this number. */
  text(value: string, field: number): void {
    const length = Buffer.byteLength(value);
    this.#reserve(length);
    this.#start -= length;
    this.#bytes.write(value, this.#start, length, 'utf8');
    this.varint(length);
    this.tag(field, 2);
  }

  /** Makes everything written since then, when the length was this, a field of this number. */
  enclose(lengthBefore: number, field: number): void {
    this.varint(this.length - lengthBefore);
    this.tag(field, 2);
  }

  #reserve(count: number): void {
    if (count <= this.#start) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.length + count));
    const start = larger.length - this.length;
    larger.set(this.finish(), start);
    this.#bytes = larger;
    this.#start = start;
  }
}
