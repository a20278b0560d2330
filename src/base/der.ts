/** DER, as far as certificates and requests for them need it (X.690). */
export interface DerValue {
  readonly tag: number;
  readonly content: Buffer;
  /** All of it, with tag and length. */
  readonly bytes: Buffer;
}

export const derTags = { bitString: 0x03, objectIdentifier: 0x06, sequence: 0x30 } as const;

/** The bytes are no DER. */
export class DerError extends Error {
  override readonly name = 'DerError';
}

/** The values that stand one after the other in the bytes. */
export function readDer(bytes: Buffer): DerValue[] {
  const values: DerValue[] = [];
  for (let start = 0; start < bytes.length;) {
    const value = readValue(bytes.subarray(start));
    values.push(value);
    start += value.bytes.length;
  }
  return values;
}

function readValue(bytes: Buffer): DerValue {
  const [tag, first] = bytes;
  if (tag === undefined || first === undefined) throw new DerError('truncated');
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || lengthBytes > 4 || bytes.length < 2 + lengthBytes) throw new DerError('malformed length');
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(2, lengthBytes);
  const start = 2 + lengthBytes;
  if (bytes.length < start + length) throw new DerError('truncated');
  return { tag, content: bytes.subarray(start, start + length), bytes: bytes.subarray(0, start + length) };
}

/** An object identifier in its dotted form. */
export function readObjectIdentifier({ content }: DerValue): string {
  const [first = 0, ...rest] = content;
  const parts = [Math.min(2, Math.floor(first / 40)), first - 40 * Math.min(2, Math.floor(first / 40))];
  let part = 0;
  for (const byte of rest) {
    part = part * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      parts.push(part);
      part = 0;
    }
  }
  return parts.join('.');
}
