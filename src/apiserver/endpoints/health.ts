import { withDeadline } from '../../base/deadline.ts';
import { isTrue } from '../request-info.ts';
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
    const [, root = '', name] = path.split('/');
    if (!['healthz', 'livez', 'readyz'].includes(root) || (method !== 'GET' && method !== 'HEAD')) return undefined;
    const all = [...builtIn, ...more].filter(({ onlyReadiness }) => root === 'readyz' || !onlyReadiness);
    const excluded = new Set(query.getAll('exclude'));
    const checks = name ? all.filter((each) => each.name === name) : all.filter((each) => !excluded.has(each.name));
    if (name && checks.length === 0) return undefined;

    const lines: string[] = [];
    let failed = false;
    for (const each of checks) {
      try {
        await each.check(server);
        lines.push(`[+]${each.name} ok`);
      } catch (error) {
        failed = true;
        server.log.warn({ check: each.name, error }, 'health check failed');
        lines.push(`[-]${each.name} failed: reason withheld`);
      }
    }
    for (const each of excluded) if (all.some(({ name: known }) => known === each)) lines.push(`[+]${each} excluded: ok`);
    const verdict = `${root} check ${failed ? 'failed' : 'passed'}\n`;
    const text = failed || isTrue(query.get('verbose')) ? `${lines.join('\n')}\n${verdict}` : 'ok';
    return { code: failed ? 500 : 200, headers: { 'x-content-type-options': 'nosniff' }, body: plain(text) };
  };

const plain = (text: string) => ({ type: 'bytes', contentType: 'text/plain; charset=utf-8', bytes: Buffer.from(text) }) as const;
