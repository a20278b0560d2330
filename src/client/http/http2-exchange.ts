import { connect, constants, type ClientHttp2Session, type ClientHttp2Stream, type IncomingHttpHeaders } from 'node:http2';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { Clock } from '../../base/clock.ts';
import { withDeadline } from '../../base/deadline.ts';
import { ConnectionError, type Exchange, type HttpRequest, type HttpResponse } from './exchange.ts';
import { keepAlive } from './keep-alive.ts';
import type { TlsSettings } from './tls-settings.ts';

export interface Http2Options {
  readonly tls: TlsSettings;
  readonly clock: Clock;
  readonly connectTimeoutMs: number;
}

/** The server does not speak HTTP/2. */
export class NoHttp2Error extends Error {
  override readonly name = 'NoHttp2Error';
}

/** One connection has many requests and watches at once; another is opened when the server allows no more on it. */
const streamsPerSession = 200;
const sessionLimit = 32;
/** What may be on its way to us unread, on a connection and on each of its streams. */
const connectionWindowBytes = 16 * 1024 * 1024;
const streamWindowBytes = 1024 * 1024;

interface Session {
  readonly session: ClientHttp2Session;
  streams: number;
}

export class Http2Exchange implements Exchange {
  readonly #server: URL;
  readonly #options: Http2Options;
  readonly #sessions = new Set<Session>();
  #connecting: Promise<Session> | undefined;

  constructor(server: URL, options: Http2Options) {
    this.#server = server;
    this.#options = options;
  }

  async send(request: HttpRequest): Promise<HttpResponse> {
    request.signal.throwIfAborted();
    const session = await this.#sessionWithRoom();
    request.signal.throwIfAborted();
    return this.#sendOn(session, request);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#connecting?.catch(() => {});
    for (const { session } of this.#sessions) session.destroy();
  }

  async #sessionWithRoom(): Promise<Session> {
    for (;;) {
      for (const session of this.#sessions) if (session.streams < roomOf(session.session)) return session;
      if (this.#sessions.size >= sessionLimit) throw new Error(`too many requests to ${this.#server.host} at once`);
      this.#connecting ??= this.#connect().finally(() => (this.#connecting = undefined));
      await this.#connecting;
    }
  }

  async #connect(): Promise<Session> {
    const { clock, connectTimeoutMs } = this.#options;
    const opening = new AbortController();
    try {
      return await withDeadline(this.#open(opening.signal), {
        timeoutMs: connectTimeoutMs,
        otherwise: `${this.#server.host} did not answer within ${connectTimeoutMs / 1000} seconds`,
        clock,
      });
    } catch (error) {
      if (error instanceof NoHttp2Error) throw error;
      const message = error instanceof Error ? error.message : String(error);
      throw new ConnectionError(`${this.#server.host}: ${message}`, { cause: error, wasSent: false });
    } finally {
      opening.abort();
    }
  }

  async #open(signal: AbortSignal): Promise<Session> {
    const socket = await this.#openSocket(signal);
    const session = connect(this.#server, {
      createConnection: () => socket,
      settings: { initialWindowSize: streamWindowBytes, enablePush: false },
    });
    const entry: Session = { session, streams: 0 };
    const retire = () => this.#sessions.delete(entry);
    session.on('goaway', retire);
    session.on('close', retire);
    // Every stream of the session hears of it, too, and is who reports it.
    session.on('error', retire);
    session.once('connect', () => session.setLocalWindowSize(connectionWindowBytes));
    // The settings say how many streams there may be.
    await new Promise<void>((resolve, reject) => {
      session.once('remoteSettings', () => resolve());
      session.once('close', () => reject(new Error('the connection was closed')));
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    }).catch((error: unknown) => {
      session.destroy();
      throw error;
    });
    keepAlive(session, this.#options.clock);
    this.#sessions.add(entry);
    return entry;
  }

  #openSocket(signal: AbortSignal): Promise<TLSSocket> {
    const { promise, resolve, reject } = Promise.withResolvers<TLSSocket>();
    const host = this.#server.hostname.replace(/^\[|\]$/g, '');
    const socket = connectTls({ host, port: Number(this.#server.port || 443), ALPNProtocols: ['h2', 'http/1.1'], ...this.#options.tls });
    const abandon = () => socket.destroy(new Error('abandoned'));
    signal.addEventListener('abort', abandon, { once: true });
    socket.once('error', reject);
    socket.once('secureConnect', () => {
      signal.removeEventListener('abort', abandon);
      if (socket.alpnProtocol === 'h2') return resolve(socket);
      socket.destroy();
      reject(new NoHttp2Error(`${this.#server.host} does not speak HTTP/2`));
    });
    return promise;
  }

  #sendOn(entry: Session, { method, path, headers, body, signal }: HttpRequest): Promise<HttpResponse> {
    const { promise, resolve, reject } = Promise.withResolvers<HttpResponse>();
    const stream = entry.session.request({ ':method': method, ':path': path, ...headers }, { endStream: body === undefined });
    entry.streams++;
    let answered = false;
    let failure: Error | undefined;
    const abandon = () => stream.close(constants.NGHTTP2_CANCEL);
    signal.addEventListener('abort', abandon, { once: true });
    stream.once('response', (received: IncomingHttpHeaders) => {
      answered = true;
      resolve({ code: Number(received[':status']), headers: received, body: stream });
    });
    stream.once('error', (error: Error) => (failure = error));
    stream.once('close', () => {
      entry.streams--;
      signal.removeEventListener('abort', abandon);
      if (answered) return;
      if (signal.aborted) return reject(signal.reason);
      const message = `${this.#server.host}: ${failure?.message ?? 'the connection was closed'}`;
      reject(new ConnectionError(message, { cause: failure, wasSent: !isRefused(stream, failure) }));
    });
    if (body !== undefined) stream.end(body);
    return promise;
  }
}

const roomOf = ({ remoteSettings, closed, destroyed }: ClientHttp2Session): number =>
  closed || destroyed ? 0 : Math.min(streamsPerSession, remoteSettings.maxConcurrentStreams ?? streamsPerSession);

/** The server did not look at the request (RFC 9113 section 8.7), or it never left. */
function isRefused({ rstCode }: ClientHttp2Stream, failure: Error | undefined): boolean {
  if (rstCode === constants.NGHTTP2_REFUSED_STREAM) return true;
  return (
    failure !== undefined &&
    'code' in failure &&
    (failure.code === 'ERR_HTTP2_GOAWAY_SESSION' || failure.code === 'ERR_HTTP2_INVALID_SESSION')
  );
}
