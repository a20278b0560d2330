import { decode } from 'dns-packet';
import type { Clock } from '../../base/clock.ts';
import { randomBelow } from '../../base/random.ts';
import { AnswerCache } from '../forward/answer-cache.ts';
import type { Forwarder } from '../forward/forwarder.ts';
import { encodeQuery } from '../message/encode-query.ts';
import { parseQuery, type Query, responseCodes } from '../message/query.ts';
import { type Answer, encodeFailure, encodeResponse, failure, udpLimitBytes } from '../message/response.ts';
import { answerTo } from '../message/upstream-response.ts';
import type { ClusterZone } from '../records/cluster-zone.ts';
import { type DnsRecord, recordTypeOf } from '../records/record.ts';

export interface ResolverOptions {
  readonly zone: ClusterZone;
  /** Whether the zone is complete: until then, that it does not know a name means nothing. */
  readonly isReady: () => boolean;
  readonly forwarder: Forwarder;
  readonly clock: Clock;
}

interface Transport {
  readonly byTcp: boolean;
  readonly signal: AbortSignal;
}

const anyType = 255;
const internetClass = 1;
const transferTypes: ReadonlySet<number> = new Set([251, 252]);
/** Longer chains of aliases are taken for circles. */
const aliasLimit = 8;
const tcpLimitBytes = 65_535;

/** Answers questions: those about the cluster from what is known here, all others by asking somebody else. */
export class Resolver {
  readonly #options: ResolverOptions;
  readonly #cache: AnswerCache;

  constructor(options: ResolverOptions) {
    this.#options = options;
    this.#cache = new AnswerCache({ clock: options.clock });
  }

  /** Undefined when there must be no answer. */
  async respond(message: Buffer, transport: Transport): Promise<Buffer | undefined> {
    const parsed = parseQuery(message);
    if (parsed.is === 'noise') return undefined;
    if (parsed.is === 'wrong') return encodeFailure(parsed.id, parsed.code);
    const { query } = parsed;
    const limitBytes = transport.byTcp ? tcpLimitBytes : udpLimitBytes(query);
    const answer = this.#answer(query) ?? (await this.#forward(message, query, transport));
    if (Buffer.isBuffer(answer)) return answer;
    return encodeResponse(query, await this.#followAliases(query, answer, transport), limitBytes);
  }

  /** What can be said without asking others; undefined when they must be asked. */
  #answer(query: Query): Answer | undefined {
    if ((query.edns?.version ?? 0) > 0) return failure(responseCodes.badVersion);
    if (query.class !== internetClass && query.class !== anyType) return failure(responseCodes.refused);
    if (transferTypes.has(query.type)) return failure(responseCodes.refused);
    const { zone, isReady } = this.#options;
    const found = zone.lookup(query.name, query.type === anyType ? 'any' : recordTypeOf(query.type));
    if (found.is === 'found') {
      return {
        code: responseCodes.noError,
        isAuthoritative: true,
        answers: shuffled(found.records),
        additionals: this.#additionals(found.records),
      };
    }
    if (found.is === 'elsewhere') return undefined;
    if (!isReady()) return failure(responseCodes.serverFailure);
    const code = found.is === 'no name' ? responseCodes.noSuchName : responseCodes.noError;
    return { code, isAuthoritative: true, answers: [], authorities: [zone.authority] };
  }

  /** The addresses of those that the records name. */
  #additionals(records: readonly DnsRecord[]): readonly DnsRecord[] {
    const targets = new Set(records.flatMap((record) => (record.type === 'SRV' || record.type === 'NS' ? [record.target] : [])));
    return [...targets].flatMap((target) =>
      (['A', 'AAAA'] as const).flatMap((type) => {
        const found = this.#options.zone.lookup(target, type);
        return found.is === 'found' ? found.records : [];
      }),
    );
  }

  /** Clients in pods expect the whole way from a name to its addresses in one answer. */
  async #followAliases(query: Query, answer: Answer, { signal }: Transport): Promise<Answer> {
    const type = recordTypeOf(query.type);
    let last = answer.answers.at(-1);
    if (last?.type !== 'CNAME' || type === undefined || type === 'CNAME') return answer;
    const answers = [...answer.answers];
    for (let step = 0; last?.type === 'CNAME' && step < aliasLimit; step++) {
      const found = this.#options.zone.lookup(last.target, type);
      const more: readonly DnsRecord[] =
        found.is === 'found' ? shuffled(found.records) : found.is === 'elsewhere' ? await this.#ask(last.target, query.type, signal) : [];
      answers.push(...more);
      last = found.is === 'found' ? more.at(-1) : undefined;
    }
    return { ...answer, answers };
  }

  async #ask(name: string, type: number, signal: AbortSignal): Promise<readonly DnsRecord[]> {
    const message = encodeQuery(name, type);
    const parsed = parseQuery(message);
    const bytes = parsed.is === 'query' ? await this.#fetch(message, parsed.query, { byTcp: false, signal }) : undefined;
    return bytes ? readRecords(bytes) : [];
  }

  async #forward(message: Buffer, query: Query, transport: Transport): Promise<Answer | Buffer> {
    if (!this.#options.forwarder.hasUpstreams) return failure(responseCodes.refused);
    return (await this.#fetch(message, query, transport)) ?? failure(responseCodes.serverFailure);
  }

  /** Somebody else's answer; undefined when there is none. */
  async #fetch(message: Buffer, query: Query, { byTcp, signal }: Transport): Promise<Buffer | undefined> {
    const known = this.#cache.get(query);
    if (known) return known;
    const response = await this.#options.forwarder.forward({ message, question: query.question, byTcp, signal });
    if (!response) return undefined;
    this.#cache.set(query, response);
    return answerTo(query, response);
  }
}

/** The addresses and aliases in another server's answer. */
function readRecords(bytes: Buffer): readonly DnsRecord[] {
  try {
    return (decode(bytes).answers ?? []).flatMap((answer): readonly DnsRecord[] => {
      const name = answer.name.toLowerCase();
      if (answer.type === 'A' || answer.type === 'AAAA')
        return [{ name, type: answer.type, address: answer.data, ttlSeconds: answer.ttl ?? 0 }];
      if (answer.type === 'CNAME') return [{ name, type: 'CNAME', target: answer.data.toLowerCase(), ttlSeconds: answer.ttl ?? 0 }];
      return [];
    });
  } catch (error) {
    // Malformed: as good as none.
    if (error instanceof Error) return [];
    throw error;
  }
}

/** So that clients that take the first spread over all. */
function shuffled(records: readonly DnsRecord[]): readonly DnsRecord[] {
  if (records.length < 2) return records;
  const order = [...records];
  for (let index = order.length - 1; index > 0; index--) {
    const other = randomBelow(index + 1);
    const [a, b] = [order[index], order[other]];
    if (a && b) [order[index], order[other]] = [b, a];
  }
  return order;
}
