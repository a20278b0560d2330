import { Histogram } from '../../base/metrics/histogram.ts';
import type { Metric } from '../../base/metrics/text.ts';

/** Upstream's. */
const boundsSeconds = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60];

export interface SentRequest {
  readonly method: string;
  /** With its port, where the server's address has one. */
  readonly host: string;
  /** Of the answer; undefined when there was none. */
  readonly code: number | undefined;
  /** Until the answer began. */
  readonly tookMs: number;
}

interface Series {
  readonly labels: Readonly<Record<string, string>>;
  count: number;
}

/** What is counted of requests to API servers, under upstream's names. */
export class ClientMetrics {
  readonly #answers = new Map<string, Series>();
  readonly #times = new Map<string, { readonly labels: Readonly<Record<string, string>>; readonly times: Histogram }>();

  add({ method, host, code, tookMs }: SentRequest): void {
    const codeText = code === undefined ? '<error>' : String(code);
    this.#answers.getOrInsertComputed(`${codeText} ${method} ${host}`, () => ({
      labels: { code: codeText, method, host },
      count: 0,
    })).count++;
    const { times } = this.#times.getOrInsertComputed(`${method} ${host}`, () => ({
      labels: { verb: method, host },
      times: new Histogram(boundsSeconds),
    }));
    times.add(tookMs / 1000);
  }

  *metrics(): Generator<Metric> {
    yield {
      name: 'rest_client_requests_total',
      type: 'counter',
      help: 'Requests to API servers, by how they were answered.',
      samples: [...this.#answers.values()].map(({ labels, count }) => ({ labels, value: count })),
    };
    yield {
      name: 'rest_client_request_duration_seconds',
      type: 'histogram',
      help: 'How long API servers took until they answered.',
      samples: [...this.#times.values()].flatMap(({ labels, times }) => [...times.samples(labels)]),
    };
  }
}
