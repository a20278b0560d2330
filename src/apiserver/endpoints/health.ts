import { withDeadline } from '../../base/deadline.ts';
import { alwaysWell, checkHealth, HealthResults } from '../../base/health.ts';
import { metricsContentType, writeMetrics } from '../../base/metrics/text.ts';
import type { ApiResponse } from '../../model/request.ts';
import type { ApiServer, Endpoint } from '../server.ts';

/** One thing that has to be well. Throws, or says what is wrong, when it is not. */
export interface HealthCheck {
  readonly name: string;
  /** Whether it tells only of readiness: not being ready is no reason to restart. */
  readonly onlyReadiness?: boolean;
  check(server: ApiServer): Promise<void> | void;
}

/** As upstream's --etcd-healthcheck-timeout. */
const storeTimeoutMs = 2000;

/** Whether the store answers. One that is full does, and is no reason to send clients elsewhere: they can read, and delete. */
const answers = async ({ store, clock, stopping }: ApiServer): Promise<void> => {
  if (store.broken.aborted) throw store.broken.reason;
  await withDeadline(store.revision(), { timeoutMs: storeTimeoutMs, otherwise: 'the store does not answer', clock, signal: stopping });
};

// Called by the names of upstream, whatever the store is.
const store: HealthCheck = { name: 'etcd', check: answers };
const storeReadiness: HealthCheck = { name: 'etcd-readiness', onlyReadiness: true, check: answers };

/** Set by the composition root while the server stops, so that no new clients are sent to it. */
const shutdown: HealthCheck = {
  name: 'shutdown',
  onlyReadiness: true,
  check({ stopping }) {
    if (stopping.aborted) throw new Error('process is shutting down');
  },
};

const ofTheServer: readonly HealthCheck[] = [store, storeReadiness, shutdown];

/** `/healthz`, `/livez` and `/readyz`, with single checks behind a slash, and `/metrics/slis`, how they went so far. */
export function health(more: readonly HealthCheck[] = []): Endpoint {
  const results = new HealthResults();
  return async ({ request: { path, query, method } }, server) => {
    if (method !== 'GET' && method !== 'HEAD') return undefined;
    if (path === '/metrics/slis') return answer(200, writeMetrics(results.metrics()), metricsContentType);
    const [, root = '', ...names] = path.split('/');
    if (!['healthz', 'livez', 'readyz'].includes(root)) return undefined;
    const wanted = [...ofTheServer, ...more].filter(({ onlyReadiness }) => root === 'readyz' || !onlyReadiness);
    const checks = [...alwaysWell, ...wanted.map((each) => ({ name: each.name, check: () => each.check(server) }))];
    const found = await checkHealth(checks, { root, name: names.join('/'), query, log: server.log, results });
    return found && answer(found.code, found.text);
  };
}

const answer = (code: number, content: string, contentType = 'text/plain; charset=utf-8'): ApiResponse => ({
  code,
  headers: { 'x-content-type-options': 'nosniff' },
  body: { type: 'bytes', contentType, bytes: Buffer.from(content) },
});
