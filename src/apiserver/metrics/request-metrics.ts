import type { Clock } from '../../base/clock.ts';
import type { ApiRequest, ApiResponse, User, WatchEvent } from '../../model/request.ts';
import type { RequestInfo } from '../request-info.ts';
import type { Histogram } from '../../base/metrics/histogram.ts';
import { requestLabels } from './request-labels.ts';
import { countAnswer, countTermination, emptySeries, seriesMetrics, type Series } from './request-series.ts';
import type { Metric } from '../../base/metrics/text.ts';

/** A request under way. What it is about and who sent it is filled in as soon as that is known. */
export interface RequestUnderWay {
  readonly request: Pick<ApiRequest, 'method' | 'path' | 'query' | 'headers' | 'remoteAddress'>;
  readonly startedMs: number;
  readonly isMutating: boolean;
  info?: RequestInfo;
  user?: User;
  /** Whether the server has not even begun with it, since it had too much to do. */
  dropped?: boolean;
}

/** A version of a resource that clients should leave. */
export interface DeprecatedUse {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly subresource: string;
  /** The release that does not have it any more, such as `1.38`; empty while none is planned. */
  readonly removedRelease: string;
}

const readOnly: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/** Counts requests, how long they took and what is still open. Called for every request, so it does little. */
export class RequestMetrics {
  readonly #clock: Clock;
  readonly #isServed: (info: RequestInfo) => boolean;
  readonly #series = new Map<string, Series>();
  readonly #underWay = new Set<RequestUnderWay>();
  /** Watches and whatever else lasts. */
  readonly #lasting = new Set<RequestUnderWay>();
  /** Where the sizes of answers belong that are on their way to the wire. */
  readonly #sizes = new WeakMap<ApiRequest, Histogram>();
  readonly #deprecated = new Map<string, DeprecatedUse>();
  #failedHandshakes = 0;

  /** Only what is served has labels of its own: otherwise everybody could make up as many as they like. */
  constructor({ clock, isServed }: { clock: Clock; isServed: (info: RequestInfo) => boolean }) {
    this.#clock = clock;
    this.#isServed = isServed;
  }

  begin(request: ApiRequest): RequestUnderWay {
    const begun = { request, startedMs: this.#clock.now(), isMutating: !readOnly.includes(request.method) };
    this.#underWay.add(begun);
    return begun;
  }

  /** Gives back the answer; if it is a watch, one that is counted for as long as it lasts. */
  end(begun: RequestUnderWay, { request, response }: { request: ApiRequest; response: ApiResponse }): ApiResponse {
    this.#underWay.delete(begun);
    const series = this.#seriesOf(begun.info, request);
    countAnswer(series, response.code, request);
    series.durations.add((this.#clock.now() - begun.startedMs) / 1000);
    if (response.code === 504 || begun.dropped) countTermination(series, response.code);
    if (sizedVerbs.has(series.labels.verb)) this.#sizes.set(request, series.sizes);
    if (response.body.type !== 'watch') return response;
    return { ...response, body: { type: 'watch', events: this.#counted(response.body.events, series, begun) } };
  }

  /** A request that takes its connection over: it lasts until disposed. */
  lasts(begun: RequestUnderWay, request: ApiRequest): Disposable {
    this.#underWay.delete(begun);
    const series = this.#seriesOf(begun.info, request);
    countAnswer(series, 101, request);
    series.open++;
    this.#lasting.add(begun);
    return {
      [Symbol.dispose]: () => {
        series.open--;
        this.#lasting.delete(begun);
      },
    };
  }

  /** The answer to the request went out in so many bytes. */
  sent(request: ApiRequest, bytes: number): void {
    this.#sizes.get(request)?.add(bytes);
  }

  handshakeFailed(): void {
    this.#failedHandshakes++;
  }

  deprecatedUse(use: DeprecatedUse): void {
    this.#deprecated.set(`${use.group}/${use.version}/${use.resource}/${use.subresource}`, use);
  }

  /** What is being answered, oldest first. */
  underWay(): Iterable<RequestUnderWay> {
    return this.#underWay;
  }

  /** Watches and taken-over connections, oldest first. */
  lasting(): Iterable<RequestUnderWay> {
    return this.#lasting;
  }

  async *#counted(
    events: AsyncIterable<readonly WatchEvent[]>,
    series: Series,
    begun: RequestUnderWay,
  ): AsyncGenerator<readonly WatchEvent[]> {
    series.open++;
    this.#lasting.add(begun);
    let listing = wantsList(begun.request.query);
    try {
      for await (const batch of events) {
        for (const { object } of batch) series.events.add(object.bytes.length);
        yield batch;
        // What there was when it began comes first, all at once.
        if (listing) series.watchLists.add((this.#clock.now() - begun.startedMs) / 1000);
        listing = false;
      }
    } finally {
      series.open--;
      this.#lasting.delete(begun);
    }
  }

  #seriesOf(about: RequestInfo | undefined, request: ApiRequest): Series {
    const labels = requestLabels(about && this.#isServed(about) ? about : undefined, request);
    const { verb, dryRun, group, version, resource, subresource, scope } = labels;
    const key = `${verb}|${dryRun}|${group}|${version}|${resource}|${subresource}|${scope}`;
    return this.#series.getOrInsertComputed(key, () => emptySeries(labels));
  }

  *metrics(): Generator<Metric> {
    yield* seriesMetrics([...this.#series.values()]);
    yield {
      name: 'apiserver_requested_deprecated_apis',
      type: 'gauge',
      help: 'Old versions of the API that somebody has asked for.',
      samples: [...this.#deprecated.values()].map(({ group, version, resource, subresource, removedRelease }) => ({
        labels: { group, version, resource, subresource, removed_release: removedRelease },
        value: 1,
      })),
    };
    yield {
      name: 'apiserver_tls_handshake_errors_total',
      type: 'counter',
      help: 'Connections that ended before they were safe.',
      samples: [{ value: this.#failedHandshakes }],
    };
    const mutating = [...this.#underWay].filter(({ isMutating }) => isMutating).length;
    yield {
      name: 'apiserver_current_inflight_requests',
      type: 'gauge',
      help: 'Requests that are being answered.',
      samples: [
        { labels: { request_kind: 'mutating' }, value: mutating },
        { labels: { request_kind: 'readOnly' }, value: this.#underWay.size - mutating },
      ],
    };
  }
}

const sizedVerbs = new Set(['GET', 'LIST']);

/** Whether a watch is to begin with everything, and to say when that is told. */
const wantsList = (query: URLSearchParams): boolean =>
  query.get('sendInitialEvents') === 'true' && /^(?:1|true)$/.test(query.get('allowWatchBookmarks') ?? '');
