import type { Clock } from '../../base/clock.ts';
import type { ApiRequest, ApiResponse, Credentials } from '../../model/request.ts';
import type { Transport } from '../client.ts';
import type { ClusterAccess } from '../kubeconfig/access.ts';
import { bearerToken } from './bearer-token.ts';
import type { ClientMetrics } from './client-metrics.ts';
import { ConnectionError, type Exchange, type HttpRequest, type HttpResponse } from './exchange.ts';
import { http1Exchange } from './http1-exchange.ts';
import { Http2Exchange, NoHttp2Error } from './http2-exchange.ts';
import { readBody } from './read-body.ts';
import { tlsSettings } from './tls-settings.ts';

export interface HttpTransportOptions {
  readonly access: ClusterAccess;
  readonly clock: Clock;
  /** For everything but watches and followed logs. Default 60 s. */
  readonly requestTimeoutMs?: number | undefined;
  /** Default 10 s. */
  readonly connectTimeoutMs?: number | undefined;
  /** Counts what is sent. */
  readonly metrics?: ClientMetrics | undefined;
}

/** As upstream's client, reads are tried again when the connection breaks under them; after this pause, so often. */
const brokenRetries = 3;
const brokenDelayMs = 1000;

/** Requests over the network. Dispose of it to close its connections. */
export function httpTransport(options: HttpTransportOptions): Transport & AsyncDisposable {
  const { access, clock, requestTimeoutMs = 60_000 } = options;
  const server = new URL(access.server);
  const exchange = counted(bestExchange(server, options), { host: server.host, ...options });
  const token = bearerToken(access, clock);
  const prefix = server.pathname.replace(/\/$/, '');

  const attempt = async (request: ApiRequest): Promise<ApiResponse> => {
    const streams = isStream(request);
    using deadline = deadlineFor(request, { clock, timeoutMs: streams ? undefined : requestTimeoutMs });
    const response = await sendOnce(exchange, await encode(request, { prefix, token, signal: deadline.signal }));
    return { code: response.code, headers: definedHeaders(response), body: await readBody(response, { request, streams }) };
  };

  const transport = async (request: ApiRequest): Promise<ApiResponse> => {
    for (let retries = 0; ; retries++) {
      try {
        return await attempt(request);
      } catch (error) {
        const again = error instanceof ConnectionError && error.wasSent && request.method === 'GET' && !isStream(request);
        if (!again || retries >= brokenRetries || request.signal.aborted) throw error;
        await clock.sleep(brokenDelayMs, request.signal);
      }
    }
  };
  return Object.assign(transport, { [Symbol.asyncDispose]: async () => exchange[Symbol.asyncDispose]() });
}

/** The same, with every request counted that is sent, also those that are sent again. */
function counted(
  exchange: Exchange,
  { host, metrics, clock }: Pick<HttpTransportOptions, 'metrics' | 'clock'> & { readonly host: string },
): Exchange {
  if (!metrics) return exchange;
  return {
    async send(request) {
      const startedMs = clock.now();
      let code: number | undefined;
      try {
        const response = await exchange.send(request);
        ({ code } = response);
        return response;
      } finally {
        metrics.add({ method: request.method, host, code, tookMs: clock.now() - startedMs });
      }
    },
    [Symbol.asyncDispose]: async () => exchange[Symbol.asyncDispose](),
  };
}

/** A request that another side certainly did not begin with is sent once more, on another connection, whatever it is. */
async function sendOnce(exchange: Exchange, request: HttpRequest): Promise<HttpResponse> {
  try {
    return await exchange.send(request);
  } catch (error) {
    if (!(error instanceof ConnectionError) || error.wasSent || isRefusedConnection(error)) throw error;
    return exchange.send(request);
  }
}

const isRefusedConnection = ({ cause }: ConnectionError): boolean =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' && !cause.code.startsWith('ERR_HTTP2');

/** HTTP/2 where the server speaks it. */
function bestExchange(server: URL, { access, clock, connectTimeoutMs = 10_000 }: HttpTransportOptions): Exchange {
  const tls = tlsSettings(access);
  if (server.protocol === 'http:') return http1Exchange(server, tls);
  let exchange: Exchange = new Http2Exchange(server, { tls, clock, connectTimeoutMs });
  return {
    async send(request) {
      try {
        return await exchange.send(request);
      } catch (error) {
        if (!(error instanceof NoHttp2Error)) throw error;
        if (exchange instanceof Http2Exchange) exchange = http1Exchange(server, tls);
        return exchange.send(request);
      }
    },
    [Symbol.asyncDispose]: async () => exchange[Symbol.asyncDispose](),
  };
}

/** Answers that go on until one side ends them. */
const isStream = ({ query }: ApiRequest): boolean => isTrue(query.get('watch')) || isTrue(query.get('follow'));
const isTrue = (value: string | null) => value === 'true' || value === '1';

interface Encoding {
  readonly prefix: string;
  readonly token: () => Promise<string | undefined>;
  readonly signal: AbortSignal;
}

async function encode(
  { method, path, query, headers, credentials, body }: ApiRequest,
  { prefix, token, signal }: Encoding,
): Promise<HttpRequest> {
  const authorization = tokenOf(credentials) ?? (await token());
  const search = query.toString();
  const sent: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) sent[name] = value;
  if (body === undefined) delete sent['content-type'];
  if (authorization !== undefined) sent['authorization'] = `Bearer ${authorization}`;
  return {
    method,
    path: `${prefix}${path}${search ? `?${search}` : ''}`,
    headers: sent,
    body: body === undefined || body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body)),
    signal,
  };
}

const tokenOf = (credentials: Credentials): string | undefined => (credentials.type === 'bearer' ? credentials.token : undefined);

function definedHeaders({ headers }: HttpResponse): Record<string, string | readonly string[]> {
  const defined: Record<string, string | readonly string[]> = {};
  for (const [name, value] of Object.entries(headers)) if (value !== undefined && !name.startsWith(':')) defined[name] = value;
  return defined;
}

/** Aborts with the request, or when its time is up; disposed of once the answer is read. */
function deadlineFor(
  request: ApiRequest,
  { clock, timeoutMs }: { clock: Clock; timeoutMs: number | undefined },
): Disposable & { signal: AbortSignal } {
  if (timeoutMs === undefined) return { signal: request.signal, [Symbol.dispose]() {} };
  const answered = new AbortController();
  const late = new AbortController();
  void clock.sleep(timeoutMs, answered.signal).then(() => {
    if (!answered.signal.aborted)
      late.abort(new Error(`no answer to ${request.method} ${request.path} within ${timeoutMs / 1000} seconds`));
  });
  return { signal: AbortSignal.any([request.signal, late.signal]), [Symbol.dispose]: () => answered.abort() };
}
