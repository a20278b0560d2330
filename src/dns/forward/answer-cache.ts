import type { Clock } from '../../base/clock.ts';
import { LruMap } from '../../base/lru-map.ts';
import type { Query } from '../message/query.ts';
import { answerTo, type UpstreamResponse } from '../message/upstream-response.ts';

interface Cached {
  readonly response: UpstreamResponse;
  readonly sinceMs: number;
  readonly untilMs: number;
}

const capacity = 4096;
/** As in upstream's usual set-up, however long the records live. */
const longestMs = 30_000;

/** Answers of other servers, for as long as their records live, and at most half a minute. */
export class AnswerCache {
  readonly #clock: Clock;
  readonly #answers = new LruMap<string, Cached>({ capacity });

  constructor({ clock }: { clock: Clock }) {
    this.#clock = clock;
  }

  get(query: Query): Buffer | undefined {
    const cached = this.#answers.get(keyOf(query));
    if (!cached || cached.untilMs <= this.#clock.now()) return undefined;
    return answerTo(query, cached.response, Math.floor((this.#clock.now() - cached.sinceMs) / 1000));
  }

  set(query: Query, response: UpstreamResponse): void {
    const { code, ttlSeconds = 0, isTruncated } = response;
    // Failures pass; names that do not exist are worth knowing.
    if (isTruncated || (code !== 0 && code !== 3) || ttlSeconds === 0) return;
    const sinceMs = this.#clock.now();
    this.#answers.set(keyOf(query), { response, sinceMs, untilMs: sinceMs + Math.min(ttlSeconds * 1000, longestMs) });
  }
}

/** What else a client says can change the answer. */
const keyOf = ({ name, type, class: kind, edns, isCheckingDisabled, isRecursionDesired }: Query): string =>
  `${name} ${type} ${kind} ${edns ? `${edns.isDnssecOk} ${edns.payloadBytes}` : '-'} ${isCheckingDisabled} ${isRecursionDesired}`;
