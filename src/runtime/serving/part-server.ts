import type { IncomingMessage } from 'node:http';
import type { Clock } from '../../base/clock.ts';
import { alwaysWell, checkHealth, HealthResults, type HealthCheck } from '../../base/health.ts';
import type { Log } from '../../base/log.ts';
import { processMetrics } from '../../base/metrics/process-metrics.ts';
import { metricsContentType, writeMetrics, type Metric } from '../../base/metrics/text.ts';
import type { Client } from '../../client/client.ts';
import { ConfigMap } from '../../kinds/core/config-map.ts';
import { ApiError } from '../../model/errors.ts';
import { checkAccessBy, type CheckAccess } from './access.ts';
import { jsonAnswer, textAnswer, type Answer } from './answer.ts';
import { requestedUrl, SecureServer, type ServingCertificate } from './secure-server.ts';

export interface PartServerOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly certificate: ServingCertificate;
  /** Signs the certificates of callers. What the API server says of its own clients, unless given. */
  readonly clientCaPem?: string | undefined;
  /** Asks the API server who callers are and what they may do. */
  readonly client: Client;
  readonly clock: Clock;
  readonly log: Log;
  readonly health: PartHealth;
  /** The settings, by the name of their group, for `/configz`. */
  readonly configuration: Readonly<Record<string, object>>;
  /** Besides what every process has. */
  readonly metrics: () => Iterable<Metric>;
}

export interface PartHealth {
  /** What has to be well for the part not to be started anew, beside `ping` and `log`. */
  readonly alive: readonly HealthCheck[];
  /** What has to be well besides for it to be of use. */
  readonly ready: readonly HealthCheck[];
}

/** Where the API server says whose certificates it takes, for others to do the same. As upstream. */
const authorityRef = { namespace: 'kube-system', name: 'extension-apiserver-authentication' } as const;
const authorityEveryMs = 60_000;
const retryMs = 5000;

/** What a part that runs alone serves of itself: health, metrics and settings. */
export class PartServer {
  readonly name = 'part-server';
  readonly #options: PartServerOptions;
  readonly #server: SecureServer;
  readonly #checkAccess: CheckAccess;
  readonly #results = new HealthResults();

  constructor(options: PartServerOptions) {
    this.#options = options;
    const { host, port, certificate, clientCaPem, log } = options;
    this.#checkAccess = checkAccessBy(options);
    this.#server = new SecureServer({
      name: this.name,
      host,
      port,
      // Nobody is known by a certificate until it is known who signs them.
      tls: { ...certificate, clientCaPem: clientCaPem ?? [] },
      answer: (request) => this.#answer(request),
      log,
    });
  }

  /** Where it listens, once it does. */
  get port(): number {
    return this.#server.port;
  }

  async run(signal: AbortSignal): Promise<void> {
    await this.#server.listen();
    this.#options.log.info({ port: this.port }, 'serving');
    await Promise.all([this.#server.run(signal), this.#followAuthority(signal)]);
  }

  async #answer(request: IncomingMessage): Promise<Answer> {
    const { pathname: path, searchParams: query } = requestedUrl(request);
    const refusal = await this.#checkAccess(request, path);
    if (refusal) return refusal;
    const { health, configuration, metrics, clock, log } = this.#options;
    const [, root = '', ...names] = path.split('/');
    if (request.method === 'GET' || request.method === 'HEAD') {
      switch (path) {
        case '/metrics':
          return metricsAnswer([...metrics(), ...(await processMetrics(clock))]);
        case '/metrics/slis':
          return metricsAnswer(this.#results.metrics());
        case '/configz':
          return jsonAnswer(configuration);
        default:
      }
      if (root === 'healthz' || root === 'livez' || root === 'readyz') {
        const checks = [...alwaysWell, ...health.alive, ...(root === 'readyz' ? health.ready : [])];
        const answer = await checkHealth(checks, { root, name: names.join('/'), query, log, results: this.#results });
        if (answer) return textAnswer(answer.code, answer.text);
      }
    }
    return textAnswer(404, '404 page not found\n');
  }

  /** Takes the API server's authority for clients, and takes note when it changes. */
  async #followAuthority(signal: AbortSignal): Promise<void> {
    const { client, clientCaPem: given, certificate, clock, log } = this.#options;
    if (given !== undefined) return;
    let known: string | undefined;
    while (!signal.aborted) {
      try {
        const { data } = await client.get(ConfigMap, authorityRef, { signal });
        const clientCaPem = data?.['client-ca-file'];
        if (clientCaPem !== known) this.#server.renew({ ...certificate, clientCaPem: clientCaPem ?? [] });
        known = clientCaPem;
      } catch (error) {
        if (!signal.aborted && !ApiError.is(error, 'NotFound')) log.warn({ err: error }, 'authority for clients could not be read');
      }
      await clock.sleep(known === undefined ? retryMs : authorityEveryMs, signal);
    }
  }
}

const metricsAnswer = (metrics: Iterable<Metric>): Answer => ({
  status: 200,
  contentType: metricsContentType,
  body: writeMetrics(metrics),
});
