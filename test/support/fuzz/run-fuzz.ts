import type { Log } from '../../../src/base/log.ts';
import { silentLog } from '../../../src/base/log.ts';
import { Namespace } from '../../../src/kinds/core/namespace.ts';
import { ServiceAccount } from '../../../src/kinds/core/service-account.ts';
import { startCluster } from '../../../src/cluster/testing.ts';
import type { ApiResponse, Method } from '../../../src/model/request.ts';
import { Dice } from './dice.ts';
import { randomRequest, type FuzzRequest } from './random-request.ts';

export interface Finding {
  readonly index: number;
  readonly request: FuzzRequest;
  readonly error: unknown;
}

export interface FuzzOptions {
  readonly seed: number;
  readonly requests: number;
}

export interface FuzzResult {
  /** Requests that the server had no answer of its own to. */
  readonly findings: readonly Finding[];
  /** How often each code was answered. */
  readonly codes: ReadonlyMap<number, number>;
}

/** How long a single request may take. */
const deadlineMs = 30_000;

/** Sends requests made up by chance to a server in this process, as an administrator, one after the other. */
export async function runFuzz({ seed, requests }: FuzzOptions): Promise<FuzzResult> {
  const findings: Finding[] = [];
  const codes = new Map<number, number>();
  let failure: unknown;
  // What is no refusal is logged as an error, and nothing else is.
  const log: Log = { ...silentLog, error: (fields: unknown) => (failure ??= (fields as { error?: unknown }).error ?? fields) };
  await using cluster = await startCluster({ log, bootstrap: false });
  await cluster.client.create(Namespace, { metadata: { name: 'default' }, spec: {} });
  await cluster.client.create(ServiceAccount, { metadata: { name: 'default', namespace: 'default' } });
  for (let index = 0; index < requests; index++) {
    const dice = new Dice(seed * 1_000_003 + index);
    const request = randomRequest(dice);
    failure = undefined;
    try {
      const { code } = await answered(request, (sent) => cluster.handle(sent));
      codes.set(code, (codes.get(code) ?? 0) + 1);
    } catch (error) {
      failure ??= error;
    }
    if (failure !== undefined) findings.push({ index, request, error: failure });
  }
  return { findings, codes };
}

async function answered(
  { method, path, headers, body }: FuzzRequest,
  handle: (request: Parameters<Awaited<ReturnType<typeof startCluster>>['handle']>[0]) => Promise<ApiResponse>,
): Promise<ApiResponse> {
  const ended = new AbortController();
  const queryStart = path.indexOf('?');
  const tooLate = AbortSignal.timeout(deadlineMs);
  const response = await Promise.race([
    handle({
      // One of those that HTTP lets through.
      method: method as Method,
      path: queryStart === -1 ? path : path.slice(0, queryStart),
      query: new URLSearchParams(queryStart === -1 ? '' : path.slice(queryStart + 1)),
      headers,
      credentials: { type: 'user', user: { name: 'admin', groups: ['system:masters', 'system:authenticated'] } },
      body,
      signal: AbortSignal.any([ended.signal, tooLate]),
    }),
    new Promise<never>((_, reject) => tooLate.addEventListener('abort', () => reject(new Error('no answer in time')), { once: true })),
  ]);
  // Of a watch the first events are enough.
  if (response.body.type === 'watch') {
    const events = response.body.events[Symbol.asyncIterator]();
    const first = events.next();
    setImmediate(() => ended.abort());
    await first;
    await events.return?.();
  }
  return response;
}

/** All it takes to see a finding again, and where it went wrong. */
export function described({ index, request, error }: Finding): string {
  const { method, path, headers, body } = request;
  const where = error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 3).join(' ') : String(error);
  return `request ${index}, ${method} ${path} ${JSON.stringify(headers)} ${body ? Buffer.from(body).toString('utf8').slice(0, 500) : ''}: ${where}`;
}
