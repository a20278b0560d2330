import { Histogram } from '../../base/metrics/histogram.ts';
import type { Metric } from '../../base/metrics/text.ts';
import type { ApiRequest } from '../../model/request.ts';
import type { RequestLabels } from './request-labels.ts';

/** Upstream's, so that dashboards and objectives made for it fit. */
const durationBoundsSeconds = [0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60];
const eventBoundsBytes = [1, 2, 4, 8, 16, 32, 64, 128].map((kibibytes) => kibibytes * 1024);
const sizeBoundsBytes = [1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];
const watchListBoundsSeconds = [0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 2, 4, 6, 8, 10, 15, 20, 30, 45, 60];

/** What is counted of requests that have the same labels. */
export interface Series {
  readonly labels: RequestLabels;
  readonly answers: Map<string, Answers>;
  readonly durations: Histogram;
  open: number;
  /** How large the events of watches were. */
  readonly events: Histogram;
  /** How large the answers to reads were, of those that went over the wire. */
  readonly sizes: Histogram;
  /** How long watches took to tell all there was when they began. */
  readonly watchLists: Histogram;
  /** How many the server gave up on, by the code it answered. */
  readonly terminations: Map<number, number>;
}

interface Answers {
  readonly code: number;
  /** Which part of the cluster has asked; empty for everybody else. */
  readonly client: string;
  count: number;
}

/** One of its kind, to count in. */
export const emptySeries = (labels: RequestLabels): Series => ({
  labels,
  answers: new Map(),
  durations: new Histogram(durationBoundsSeconds),
  open: 0,
  events: new Histogram(eventBoundsBytes),
  sizes: new Histogram(sizeBoundsBytes),
  watchLists: new Histogram(watchListBoundsSeconds),
  terminations: new Map(),
});

/** The parts of a cluster that are told apart from its users. */
const systemClients = new Set(['kube-apiserver', 'kube-controller-manager', 'kube-scheduler']);

export function countAnswer({ answers }: Series, code: number, { headers }: ApiRequest): void {
  const [agent = ''] = (headers['user-agent'] ?? '').split('/', 1);
  const client = systemClients.has(agent) ? agent : '';
  answers.getOrInsertComputed(`${code} ${client}`, () => ({ code, client, count: 0 })).count++;
}

export const countTermination = ({ terminations }: Series, code: number): void =>
  void terminations.set(code, (terminations.get(code) ?? 0) + 1);

/** What there is to tell of all series, under upstream's names. */
export function* seriesMetrics(all: readonly Series[]): Generator<Metric> {
  yield {
    name: 'apiserver_request_total',
    type: 'counter',
    help: 'Requests by what they asked for and how they were answered.',
    samples: all.flatMap(({ labels, answers }) =>
      [...answers.values()].map(({ code, client, count: value }) => ({
        labels: { ...withDryRun(labels), code: String(code), system_client: client },
        value,
      })),
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
    samples: all.flatMap(({ labels, terminations }) =>
      [...terminations].map(([code, value]) => ({ labels: { ...plain(labels), code: String(code) }, value })),
    ),
  };
  yield {
    name: 'apiserver_response_sizes',
    type: 'histogram',
    help: 'How large the answers to reads were, in bytes.',
    samples: all.filter(({ sizes }) => sizes.count > 0).flatMap(({ labels, sizes }) => [...sizes.samples(plain(labels))]),
  };
  yield {
    name: 'apiserver_watch_list_duration_seconds',
    type: 'histogram',
    help: 'How long watches took to tell all there was when they began.',
    samples: all
      .filter(({ watchLists }) => watchLists.count > 0)
      .flatMap(({ labels: { group, version, resource, scope }, watchLists }) => [
        ...watchLists.samples({ group, version, resource, scope }),
      ]),
  };
  yield {
    name: 'apiserver_longrunning_requests',
    type: 'gauge',
    help: 'Watches and other requests that last, of those that are open.',
    samples: all.filter(({ labels }) => lastingVerbs.has(labels.verb)).map(({ labels, open }) => ({ labels: plain(labels), value: open })),
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
