import type { Clock } from '../../base/clock.ts';
import type { ApiRequest, ApiResponse, WatchEvent } from '../../model/request.ts';
import type { RequestInfo } from '../request-info.ts';
import { Histogram } from './histogram.ts';
import { requestLabels, type RequestLabels } from './request-labels.ts';
import type { Metric, Sample } from './text.ts';

/** Upstream's, so that dashboards and objectives made for it fit. */
const durationBoundsSeconds = [0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60];

interface Series {
  readonly labels: RequestLabels;
  readonly byCode: Map<number, number>;
  readonly durations: Histogram;
  open: number;
  events: number;
}

export interface Begun {
  readonly startedMs: number;
  readonly isMutating: boolean;
}

const readOnly: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/** Counts requests, how long they took and what is still open. Called for every request, so it does little. */
export class RequestMetrics {
  readonly #clock: Clock;
  readonly #isServed: (info: RequestInfo) => boolean;
  readonly #series = new Map<string, Series>();
  #readOnlyNow = 0;
  #mutatingNow = 0;

  /** Only what is served has labels of its own: otherwise everybody could make up as many as they like. */
  constructor({ clock, isServed }: { clock: Clock; isServed: (info: RequestInfo) => boolean }) {
    this.#clock = clock;
    this.#isServed = isServed;
  }

  begin({ method }: Pick<ApiRequest, 'method'>): Begun {
    const isMutating = !readOnly.includes(method);
    if (isMutating) this.#mutatingNow++;
    else this.#readOnlyNow++;
    return { startedMs: this.#clock.now(), isMutating };
  }

  /** Gives back the answer; if it is a watch, one that is counted for as long as it lasts. */
  end(
    begun: Begun,
    { info, request, response }: { info: RequestInfo | undefined; request: ApiRequest; response: ApiResponse },
  ): ApiResponse {
    if (begun.isMutating) this.#mutatingNow--;
    else this.#readOnlyNow--;
    const series = this.#seriesOf(info && this.#isServed(info) ? info : undefined, request);
    series.byCode.set(response.code, (series.byCode.get(response.code) ?? 0) + 1);
    series.durations.add((this.#clock.now() - begun.startedMs) / 1000);
    if (response.body.type !== 'watch') return response;
    return { ...response, body: { type: 'watch', events: counted(response.body.events, series) } };
  }

  #seriesOf(info: RequestInfo | undefined, request: ApiRequest): Series {
    const labels = requestLabels(info, request);
    const { verb, dryRun, group, version, resource, subresource, scope } = labels;
    const key = `${verb}|${dryRun}|${group}|${version}|${resource}|${subresource}|${scope}`;
    let series = this.#series.get(key);
    if (!series) {
      series = { labels, byCode: new Map(), durations: new Histogram(durationBoundsSeconds), open: 0, events: 0 };
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
      name: 'apiserver_longrunning_requests',
      type: 'gauge',
      help: 'Watches that are open.',
      samples: all.filter(({ labels }) => labels.verb === 'WATCH').map(({ labels, open }) => ({ labels: plain(labels), value: open })),
    };
    yield {
      name: 'apiserver_watch_events_total',
      type: 'counter',
      help: 'Events that watches have told.',
      samples: eventSamples(all),
    };
    yield {
      name: 'apiserver_current_inflight_requests',
      type: 'gauge',
      help: 'Requests that are being answered.',
      samples: [
        { labels: { request_kind: 'mutating' }, value: this.#mutatingNow },
        { labels: { request_kind: 'readOnly' }, value: this.#readOnlyNow },
      ],
    };
  }
}

async function* counted(events: AsyncIterable<readonly WatchEvent[]>, series: Series): AsyncGenerator<readonly WatchEvent[]> {
  series.open++;
  try {
    for await (const batch of events) {
      series.events += batch.length;
      yield batch;
    }
  } finally {
    series.open--;
  }
}

const plain = ({ verb, group, version, resource, subresource, scope }: RequestLabels) =>
  ({ verb, group, version, resource, subresource, scope, component: 'apiserver' }) as const;

const withDryRun = (labels: RequestLabels) => ({ ...plain(labels), dry_run: labels.dryRun }) as const;

/** By resource alone. */
function* eventSamples(all: readonly Series[]): Generator<Sample> {
  const watched = all.filter(({ events }) => events > 0);
  const byResource = Map.groupBy(watched, ({ labels: { group, version, resource } }) => `${group}/${version}/${resource}`);
  for (const series of byResource.values()) {
    const { group = '', version = '', resource = '' } = series[0]?.labels ?? {};
    yield { labels: { group, version, resource }, value: series.reduce((sum, { events }) => sum + events, 0) };
  }
}
