import { withDeadline } from '../../base/deadline.ts';
import { goQuote } from '../../base/go-quote.ts';
import type { ApiResponse } from '../../model/request.ts';
import type { ApiServer, Endpoint } from '../server.ts';

/** One thing that has to be well. Throws, or says what is wrong, when it is not. */
export interface HealthCheck {
  readonly name: string;
  /** Whether it tells only of readiness: not being ready is no reason to restart. */
  readonly onlyReadiness?: boolean;
  check(server: ApiServer): Promise<void> | void;
}

const ping: HealthCheck = { name: 'ping', check() {} };
const logging: HealthCheck = { name: 'log', check() {} };

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

const builtIn: readonly HealthCheck[] = [ping, logging, store, storeReadiness, shutdown];

/** `/healthz`, `/livez` and `/readyz`, with single checks behind a slash, `?verbose` and `?exclude=`. */
export const health =
  (more: readonly HealthCheck[] = []): Endpoint =>
  async ({ request: { path, query, method } }, server) => {
    const [, root = '', ...names] = path.split('/');
    if (!['healthz', 'livez', 'readyz'].includes(root) || (method !== 'GET' && method !== 'HEAD')) return undefined;
    const checks = [...builtIn, ...more].filter(({ onlyReadiness }) => root === 'readyz' || !onlyReadiness);
    const name = names.join('/');
    if (name === '') return checkAll(checks, { root, query, server });
    const check = checks.find((each) => each.name === name);
    return check && checkOne(check, server);
  };

interface Asked {
  readonly root: string;
  readonly query: URLSearchParams;
  readonly server: ApiServer;
}

/** Why a check failed is for the log: everybody may ask for all of them at once. */
async function checkAll(checks: readonly HealthCheck[], { root, query, server }: Asked): Promise<ApiResponse> {
  const excluded = new Set(query.getAll('exclude'));
  const lines: string[] = [];
  let failed = false;
  for (const each of checks) {
    if (excluded.delete(each.name)) {
      lines.push(`[+]${each.name} excluded: ok`);
      continue;
    }
    try {
      await each.check(server);
      lines.push(`[+]${each.name} ok`);
    } catch (error) {
      failed = true;
      server.log.warn({ check: each.name, error }, 'health check failed');
      lines.push(`[-]${each.name} failed: reason withheld`);
    }
  }
  const unknown = [...excluded].toSorted((a, b) => (a < b ? -1 : 1)).map(goQuote);
  if (unknown.length > 0) lines.push(`warn: some health checks cannot be excluded: no matches for ${unknown.join(',')}`);
  if (!failed && !query.has('verbose')) return text(200, 'ok');
  return text(failed ? 500 : 200, `${lines.join('\n')}\n${root} check ${failed ? 'failed' : 'passed'}\n`);
}

async function checkOne(check: HealthCheck, server: ApiServer): Promise<ApiResponse> {
  try {
    await check.check(server);
    return text(200, 'ok');
  } catch (error) {
    return text(500, `internal server error: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}

const text = (code: number, content: string): ApiResponse => ({
  code,
  headers: { 'x-content-type-options': 'nosniff' },
  body: { type: 'bytes', contentType: 'text/plain; charset=utf-8', bytes: Buffer.from(content) },
});
