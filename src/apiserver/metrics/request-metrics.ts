import type { Clock } from '../../base/clock.ts';
import type { ApiRequest, ApiResponse, User, WatchEvent } from '../../model/request.ts';
import type { RequestInfo } from '../request-info.ts';
import { Histogram } from './histogram.ts';
import { requestLabels, type RequestLabels } from './request-labels.ts';
import type { Metric } from './text.ts';

/** Upstream's, so that dashboards and objectives made for it fit. */
const durationBoundsSeconds = [0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60];
const eventBoundsBytes = [1, 2, 4, 8, 16, 32, 64, 128].map((kibibytes) => kibibytes * 1024);

interface Series {
  readonly labels: RequestLabels;
  readonly byCode: Map<number, number>;
  readonly durations: Histogram;
  open: number;
  /** How large the events of watches were. */
  readonly events: Histogram;
  /** How many the server gave up on because their time was over. */
  timeouts: number;
}

/** A request under way. What it is about and who sent it is filled in as soon as that is known. */
export interface RequestUnderWay {
  readonly request: Pick<ApiRequest, 'method' | 'path' | 'query' | 'headers' | 'remoteAddress'>;
  readonly startedMs: number;
  readonly isMutating: boolean;
  info?: RequestInfo;
  user?: User;
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
    series.byCode.set(response.code, (series.byCode.get(response.code) ?? 0) + 1);
    series.durations.add((this.#clock.now() - begun.startedMs) / 1000);
    if (response.code === 504) series.timeouts++;
    if (response.body.type !== 'watch') return response;
    return { ...response, body: { type: 'watch', events: this.#counted(response.body.events, series, begun) } };
  }

  /** A request that takes its connection over: it lasts until disposed. */
  lasts(begun: RequestUnderWay, request: ApiRequest): Disposable {
    this.#underWay.delete(begun);
    const series = this.#seriesOf(begun.info, request);
    series.byCode.set(101, (series.byCode.get(101) ?? 0) + 1);
    series.open++;
    this.#lasting.add(begun);
    return {
      [Symbol.dispose]: () => {
        series.open--;
        this.#lasting.delete(begun);
      },
    };
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
    try {
      for await (const batch of events) {
        for (const { object } of batch) series.events.add(object.bytes.length);
        yield batch;
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
    let series = this.#series.get(key);
    if (!series) {
      series = {
        labels,
        byCode: new Map(),
        durations: new Histogram(durationBoundsSeconds),
        open: 0,
        events: new Histogram(eventBoundsBytes),
        timeouts: 0,
      };
      this.#series.set(key, series);
    }
    return series;
  }

  *metrics(): Generator<Metric> {
    const all = [...this.#series.values()];
    yield {
      name: 'apiserver_request_total',
      type: 'counter',
      help: 'Requests by what they asked for and how they were answered.',
      samples: all.flatMap(({ labels, byCode }) =>
        [...byCode].map(([code, value]) => ({ labels: { ...withDryRun(labels), code: String(code) }, value })),
      ),
    };
    yield {
      name: 'apiserver_request_duration_seconds',
      type: 'histogram',
      help: 'How long requests took until they were answered.',
      samples: all.flatMap(({ labels, durations }) => [...durations.samples(withDryRun(labels))]),
    };
    yield {
      name: 'apiserver_request_sli_duration_seconds',
      type: 'histogram',
      help: 'How long requests took, without what is not up to the server: watches and other requests that last.',
      samples: all
        .filter(({ labels }) => !lastingVerbs.has(labels.verb))
        .flatMap(({ labels, durations }) => [...durations.samples(plain(labels))]),
    };
    yield {
      name: 'apiserver_request_terminations_total',
      type: 'counter',
      help: 'Requests that the server gave up on.',
      samples: all
        .filter(({ timeouts }) => timeouts > 0)
        .map(({ labels, timeouts }) => ({ labels: { ...plain(labels), code: '504' }, value: timeouts })),
    };
    yield {
      name: 'apiserver_longrunning_requests',
      type: 'gauge',
      help: 'Watches and other requests that last, of those that are open.',
      samples: all
        .filter(({ labels }) => lastingVerbs.has(labels.verb))
        .map(({ labels, open }) => ({ labels: plain(labels), value: open })),
    };
    const watched = watchedResources(all);
    yield {
      name: 'apiserver_watch_events_total',
      type: 'counter',
      help: 'Events that watches have told.',
      samples: watched.map(({ labels, sizes }) => ({ labels, value: sizes.count })),
    };
    yield {
      name: 'apiserver_watch_events_sizes',
      type: 'histogram',
      help: 'How large the events of watches are, in bytes.',
      samples: watched.flatMap(({ labels, sizes }) => [...sizes.samples(labels)]),
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

const lastingVerbs = new Set(['WATCH', 'CONNECT']);

const plain = ({ verb, group, version, resource, subresource, scope }: RequestLabels) =>
  ({ verb, group, version, resource, subresource, scope, component: 'apiserver' }) as const;

const withDryRun = (labels: RequestLabels) => ({ ...plain(labels), dry_run: labels.dryRun }) as const;

interface WatchedResource {
  readonly labels: { readonly group: string; readonly version: string; readonly resource: string };
  readonly sizes: Histogram;
}

/** By resource alone. */
function watchedResources(all: readonly Series[]): readonly WatchedResource[] {
  const watched = all.filter(({ events }) => events.count > 0);
  const byResource = Map.groupBy(watched, ({ labels: { group, version, resource } }) => `${group}/${version}/${resource}`);
  return [...byResource.values()].map((series) => {
    const { group = '', version = '', resource = '' } = series[0]?.labels ?? {};
    return { labels: { group, version, resource }, sizes: Histogram.sum(series.map(({ events }) => events)) };
  });
}
