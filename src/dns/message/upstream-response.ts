import { skipName } from './query.ts';

/** An answer of another server, of which only what is needed is read, so that records of any type get through. */
export interface UpstreamResponse {
  readonly bytes: Buffer;
  readonly code: number;
  readonly isTruncated: boolean;
  /** Where the times to live are. */
  readonly ttlOffsets: readonly number[];
  /** The shortest time to live; undefined without records. */
  readonly ttlSeconds: number | undefined;
}

const optType = 41;
const soaType = 6;

/** Undefined when it is malformed or not an answer to this question. */
export function readUpstreamResponse(bytes: Buffer, { id, question }: { id: number; question: Buffer }): UpstreamResponse | undefined {
  if (bytes.length < 12 || bytes.readUInt16BE(0) !== id) return undefined;
  const flags = bytes.readUInt16BE(2);
  if (!(flags & 0x8000) || bytes.readUInt16BE(4) !== 1) return undefined;
  let offset = 12 + question.length;
  if (!isSameQuestion(bytes.subarray(12, offset), question)) return undefined;
  const ttlOffsets: number[] = [];
  let ttlSeconds: number | undefined;
  const records = bytes.readUInt16BE(6) + bytes.readUInt16BE(8) + bytes.readUInt16BE(10);
  for (let index = 0; index < records; index++) {
    const name = skipName(bytes, offset);
    if (name === undefined || name + 10 > bytes.length) return undefined;
    const type = bytes.readUInt16BE(name);
    const end = name + 10 + bytes.readUInt16BE(name + 8);
    if (end > bytes.length) return undefined;
    if (type !== optType) {
      ttlOffsets.push(name + 4);
      const own = bytes.readUInt32BE(name + 4);
      // How long there is nothing is the lesser of both. RFC 2308 section 5.
      const negative = type === soaType && end - name >= 14 ? Math.min(own, bytes.readUInt32BE(end - 4)) : own;
      ttlSeconds = Math.min(ttlSeconds ?? negative, negative);
    }
    offset = end;
  }
  return { bytes, code: flags & 0xf, isTruncated: (flags & 0x0200) !== 0, ttlOffsets, ttlSeconds };
}

/** As it is to be sent to somebody who asked the same, in letters of their own, some time later. */
export function answerTo({ id, question }: { id: number; question: Buffer }, response: UpstreamResponse, ageSeconds = 0): Buffer {
  const bytes = Buffer.from(response.bytes);
  bytes.writeUInt16BE(id, 0);
  question.copy(bytes, 12);
  if (ageSeconds > 0) {
    for (const offset of response.ttlOffsets) bytes.writeUInt32BE(Math.max(0, bytes.readUInt32BE(offset) - ageSeconds), offset);
  }
  return bytes;
}

/** Servers may answer in letters of another case. */
const isSameQuestion = (one: Buffer, other: Buffer): boolean =>
  one.equals(other) ||
  (one.subarray(-4).equals(other.subarray(-4)) && one.toString('latin1').toLowerCase() === other.toString('latin1').toLowerCase());
