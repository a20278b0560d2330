import type { DnsRecord } from '../records/record.ts';
import { MessageWriter } from './message-writer.ts';
import { type Query, type ResponseCode, responseCodes } from './query.ts';

export interface Answer {
  readonly code: ResponseCode;
  /** Whether it comes from those who are responsible for the name. */
  readonly isAuthoritative: boolean;
  readonly answers: readonly DnsRecord[];
  readonly authorities?: readonly DnsRecord[];
  /** Not asked for, but of use; left out when there is no room. */
  readonly additionals?: readonly DnsRecord[];
}

/** What gets through everywhere without being cut into parts. DNS Flag Day 2020. */
const payloadBytes = 1232;
const ednsBytes = 11;

/** How long an answer by UDP may be. RFC 6891 section 6.2.3. */
export const udpLimitBytes = ({ edns }: Query): number => (edns ? Math.min(Math.max(edns.payloadBytes, 512), payloadBytes) : 512);

/** The answer as bytes, shortened and marked as truncated when it is longer than the limit. */
export function encodeResponse(query: Query, answer: Answer, limitBytes: number): Buffer {
  const writer = new MessageWriter({ limitBytes: limitBytes - (query.edns ? ednsBytes : 0), question: query.question, name: query.name });
  const counts = { answers: 0, authorities: 0, additionals: 0 };
  let isTruncated = false;
  for (const section of ['answers', 'authorities', 'additionals'] as const) {
    for (const record of answer[section] ?? []) {
      if (!writer.write(record)) {
        isTruncated ||= section !== 'additionals';
        break;
      }
      counts[section]++;
    }
    if (isTruncated) break;
  }
  if (query.edns) writer.writeEdns({ code: answer.code, payloadBytes, isDnssecOk: query.edns.isDnssecOk });
  return writer.finish({
    id: query.id,
    flags:
      0x8000 |
      (answer.isAuthoritative ? 0x0400 : 0) |
      (isTruncated ? 0x0200 : 0) |
      (query.isRecursionDesired ? 0x0100 : 0) |
      0x0080 |
      (query.isCheckingDisabled ? 0x0010 : 0) |
      (answer.code & 0xf),
    counts: [1, counts.answers, counts.authorities, counts.additionals + (query.edns ? 1 : 0)],
  });
}

/** For what could not be read: all that is known of it is its number. */
export function encodeFailure(id: number, code: ResponseCode): Buffer {
  const message = Buffer.alloc(12);
  message.writeUInt16BE(id, 0);
  message.writeUInt16BE(0x8000 | code, 2);
  return message;
}

export const failure = (code: Exclude<ResponseCode, typeof responseCodes.noError>): Answer => ({
  code,
  isAuthoritative: false,
  answers: [],
});
