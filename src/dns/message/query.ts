/** What a client asks, as far as it matters here. RFC 1035 section 4, RFC 6891. */
export interface Query {
  readonly id: number;
  readonly isRecursionDesired: boolean;
  readonly isCheckingDisabled: boolean;
  /** In lower case. A dot within a label, which is possible, is written as `\.`. */
  readonly name: string;
  readonly type: number;
  readonly class: number;
  /** The question as it was sent, since answers repeat it letter by letter. */
  readonly question: Buffer;
  readonly edns: Edns | undefined;
}

export interface Edns {
  /** How long an answer by UDP may be. */
  readonly payloadBytes: number;
  readonly version: number;
  readonly isDnssecOk: boolean;
}

export const responseCodes = {
  noError: 0,
  formatError: 1,
  serverFailure: 2,
  noSuchName: 3,
  notImplemented: 4,
  refused: 5,
  badVersion: 16,
} as const;

export type ResponseCode = (typeof responseCodes)[keyof typeof responseCodes];

export type ParsedQuery =
  | { readonly is: 'query'; readonly query: Query }
  /** Must be told so. */
  | { readonly is: 'wrong'; readonly id: number; readonly code: ResponseCode }
  /** Must not be answered: answers to answers could go on for ever. */
  | { readonly is: 'noise' };

const headerBytes = 12;
const optType = 41;

export function parseQuery(message: Buffer): ParsedQuery {
  if (message.length < headerBytes) return { is: 'noise' };
  const id = message.readUInt16BE(0);
  const flags = message.readUInt16BE(2);
  if (flags & 0x8000) return { is: 'noise' };
  if ((flags >> 11) & 0xf) return { is: 'wrong', id, code: responseCodes.notImplemented };
  const [questions, answers, authorities, additionals] = [4, 6, 8, 10].map((offset) => message.readUInt16BE(offset));
  const parsed = questions === 1 ? readName(message, headerBytes) : undefined;
  if (!parsed || parsed.end + 4 > message.length) return { is: 'wrong', id, code: responseCodes.formatError };
  const end = parsed.end + 4;
  const edns = readEdns(message, end, (answers ?? 0) + (authorities ?? 0) + (additionals ?? 0));
  if (edns === 'malformed') return { is: 'wrong', id, code: responseCodes.formatError };
  return {
    is: 'query',
    query: {
      id,
      isRecursionDesired: (flags & 0x100) !== 0,
      isCheckingDisabled: (flags & 0x10) !== 0,
      name: parsed.name,
      type: message.readUInt16BE(parsed.end),
      class: message.readUInt16BE(parsed.end + 2),
      question: message.subarray(headerBytes, end),
      edns,
    },
  };
}

/** A name without pointers: nothing comes before a question that one could point to. */
function readName(message: Buffer, start: number): { readonly name: string; readonly end: number } | undefined {
  const labels: string[] = [];
  let offset = start;
  for (;;) {
    const length = message[offset];
    if (length === undefined || length > 63) return undefined;
    offset += 1;
    if (length === 0) break;
    if (offset + length > message.length || offset + length - start > 254) return undefined;
    labels.push(message.toString('latin1', offset, offset + length).replaceAll('.', String.raw`\.`));
    offset += length;
  }
  return { name: lowerCase(labels.join('.')), end: offset };
}

/** Only the letters of ASCII have two cases in DNS. */
const lowerCase = (name: string): string => name.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());

function readEdns(message: Buffer, start: number, records: number): Edns | undefined | 'malformed' {
  let found: Edns | undefined;
  let offset = start;
  for (let index = 0; index < records; index++) {
    const name = skipName(message, offset);
    if (name === undefined || name + 10 > message.length) return 'malformed';
    const length = message.readUInt16BE(name + 8);
    if (message.readUInt16BE(name) === optType) {
      if (found || name - offset !== 1) return 'malformed';
      const flags = message.readUInt32BE(name + 4);
      found = { payloadBytes: message.readUInt16BE(name + 2), version: (flags >> 16) & 0xff, isDnssecOk: (flags & 0x8000) !== 0 };
    }
    offset = name + 10 + length;
    if (offset > message.length) return 'malformed';
  }
  return found;
}

/** Where a name ends, which may be in a pointer; undefined when it does not. */
export function skipName(message: Buffer, start: number): number | undefined {
  for (let offset = start; ;) {
    const length = message[offset];
    if (length === undefined) return undefined;
    if (length === 0) return offset + 1;
    if (length >= 0xc0) return offset + 2 <= message.length ? offset + 2 : undefined;
    if (length > 63) return undefined;
    offset += 1 + length;
  }
}
