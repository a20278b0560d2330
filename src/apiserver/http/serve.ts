import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createSecureServer, type Http2SecureServer, type Http2Session } from 'node:http2';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Clock } from '../../base/clock.ts';
import { Deadlines } from '../../base/deadlines.ts';
import { LazySignal } from '../../base/lazy-signal.ts';
import type { Log } from '../../base/log.ts';
import { ApiError, toStatus } from '../../model/errors.ts';
import type { ApiRequest, ApiResponse } from '../../model/request.ts';
import { requestInfo } from '../request-info.ts';
import { negotiate, type Representation } from '../representation/negotiate.ts';
import { isPreflight, setStandingHeaders } from './standing-headers.ts';
import type { AllowedOrigins } from './cross-origin.ts';
import { HttpRequest, readBody, type IncomingRequest } from './read-request.ts';
import { Turn } from './turn.ts';
import { writeResponse, type OutgoingResponse } from './write-response.ts';

export interface HttpsServerOptions {
  /** The addresses to listen on. */
  readonly hosts: readonly string[];
  /** The same on all of them; 0 takes a free one. */
  readonly port: number;
  readonly tls: {
    readonly keyPem: string;
    readonly certificatePem: string;
    /** Signs the certificates of clients that say who they are by one. */
    readonly clientCaPem: string;
  };
  readonly handle: (request: ApiRequest) => Promise<ApiResponse>;
  /** Pages of these origins may use the server from a browser. None, unless given. */
  readonly corsAllowedOrigins?: AllowedOrigins | undefined;
  /** Takes over connections that ask for another protocol. */
  readonly upgrade: (upgrade: Upgrade) => Promise<void>;
  /** Is told what cannot be seen from the answers. */
  readonly observer?: WireObserver | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

export interface WireObserver {
  /** The body of the answer to a request took so many bytes. */
  sent(request: ApiRequest, bytes: number): void;
  handshakeFailed(): void;
}

export interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
  readonly signal: AbortSignal;
}

/** How long a client may take to finish its handshake or its headers. */
const handshakeTimeoutMs = 10_000;
const headersTimeoutMs = 30_000;
/** As upstream's: the path of a long selector, or the groups of somebody who is impersonated, take their room. */
const maxHeadBytes = 1024 * 1024;
const maxHeaders = 10_000;
/** How long a client may take to send what it wants written. */
const bodyTimeoutMs = 60_000;
/** How long requests in flight have to end at shutdown. */
const drainMs = 2_000;

/** How long the event loop is kept busy with what has come before it comes round. */
const turnMs = 20;

/** HTTP/2 and HTTP/1.1 on one TLS port. */
export class HttpsServer {
  readonly name = 'https-server';
  readonly #options: HttpsServerOptions;
  readonly #server: Http2SecureServer;
  readonly #doors: Server[] = [];
  #opened: Promise<void> | undefined;
  readonly #connections = new Set<Duplex | Http2Session>();
  /** How to tell those who answer a request that they need not go on. */
  readonly #underWay = new Set<LazySignal>();
  /** Of each connection of HTTP/1, the answer that was begun last. */
  readonly #latest = new WeakMap<Duplex, OutgoingResponse>();
  readonly #stopping = new AbortController();
  readonly #deadlines: Deadlines;
  readonly #handshakes: Turn;
  /** For requests, answers and events alike: who writes must not be faster than those are told who watch. */
  readonly #turn: Turn;

  constructor(options: HttpsServerOptions) {
    this.#options = options;
    this.#handshakes = new Turn({ clock: options.clock, groupSize: 8, budgetMs: turnMs });
    this.#turn = new Turn({ clock: options.clock, groupSize: 64, budgetMs: turnMs });
    this.#deadlines = new Deadlines({ clock: options.clock, signal: this.#stopping.signal });
    this.#server = createSecureServer({
      allowHTTP1: true,
      key: options.tls.keyPem,
      cert: options.tls.certificatePem,
      ca: options.tls.clientCaPem,
      requestCert: true,
      // Clients without a certificate may show a token, or be anonymous.
      rejectUnauthorized: false,
      handshakeTimeout: handshakeTimeoutMs,
      minVersion: 'TLSv1.2',
      maxHeaderListPairs: maxHeaders,
      settings: { maxHeaderListSize: maxHeadBytes },
    });
    // Options of the HTTP/1 side, which the types of the secure server leave out.
    Object.assign(this.#server, {
      headersTimeout: headersTimeoutMs,
      requestTimeout: 0,
      keepAliveTimeout: 120_000,
      maxHeaderSize: maxHeadBytes,
    });
  }

  /** Where it listens, once it does. */
  get port(): number {
    const [first] = this.#doors;
    if (!first) throw new Error('it does not listen yet');
    // The cast: a TCP server has no other kind of address.
    return (first.address() as AddressInfo).port;
  }

  /** Opens its doors; asking again waits for the same. */
  listen(): Promise<void> {
    this.#opened ??= this.#open();
    return this.#opened;
  }

  /** Each address has a door of its own, which hands its connections over. */
  async #open(): Promise<void> {
    let { port } = this.#options;
    for (const host of this.#options.hosts) {
      const door = createServer({ pauseOnConnect: true, noDelay: true }, (socket) => void this.#greet(socket));
      this.#doors.push(door);
      await listening(door.listen(port, host));
      port = this.port;
    }
  }

  async #greet(socket: Socket): Promise<void> {
    this.#track(socket);
    await this.#handshakes.pass();
    if (!socket.destroyed) this.#server.emit('connection', socket);
  }

  /** Serves until the signal aborts; requests in flight are given a moment to end. */
  async run(signal: AbortSignal): Promise<void> {
    await this.listen();
    const { log } = this.#options;
    const stopping = this.#stopping;
    this.#server.on('secureConnection', (socket) => this.#track(socket));
    this.#server.on('session', (session) => this.#track(session));
    this.#server.on('sessionError', (error) => log.debug({ error }, 'connection failed'));
    this.#server.on('tlsClientError', (error) => {
      this.#options.observer?.handshakeFailed();
      log.debug({ error }, 'handshake failed');
    });
    this.#server.on('clientError', (error: Error, socket: Socket) => {
      log.debug({ error }, 'request could not be read');
      if (socket.writable) socket.end(unreadable(error));
    });
    this.#server.on('request', (request, response) => {
      // HTTP/2's compatibility layer offers what HTTP/1's response does.
      void this.#serve(request, response as unknown as OutgoingResponse);
    });
    this.#server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      // Node may have put a stream of its own before the connection, which nobody else listens to yet.
      socket.on('error', () => socket.destroy());
      void this.#upgrade({ request, socket, head, signal: stopping.signal });
    });
    if (!signal.aborted) await once(signal, 'abort');

    const closed = Promise.all(this.#doors.map((door) => new Promise<void>((resolve) => door.close(() => resolve()))));
    // It listens nowhere, but knows which connections nobody uses.
    this.#server.close();
    stopping.abort();
    for (const ending of this.#underWay) ending.abort();
    // Sessions are kept open by clients that ask for nothing at the moment; they end with what is under way.
    for (const connection of this.#connections) if ('goaway' in connection) connection.close();
    const drained = new AbortController();
    void closed.then(() => drained.abort());
    await this.#options.clock.sleep(drainMs, drained.signal);
    for (const connection of this.#connections) connection.destroy();
    await closed;
  }

  #track(connection: Duplex | Http2Session): void {
    this.#connections.add(connection);
    connection.once('close', () => this.#connections.delete(connection));
    connection.on('error', () => connection.destroy());
  }

  /** Once what was asked before on the same connection has been answered: clients may ask again before it is. */
  async #upgrade(upgrade: Upgrade): Promise<void> {
    const earlier = this.#latest.get(upgrade.request.socket);
    if (earlier && !earlier.writableFinished && !earlier.destroyed) await new Promise((resolve) => earlier.once('close', resolve));
    await this.#options.upgrade(upgrade);
  }

  async #serve(request: IncomingRequest, response: OutgoingResponse): Promise<void> {
    if (!('stream' in request)) this.#latest.set(request.socket, response);
    const ending = new LazySignal();
    if (this.#stopping.signal.aborted) ending.abort();
    this.#underWay.add(ending);
    const end = () => {
      this.#underWay.delete(ending);
      ending.abort();
    };
    response.once('close', end);
    response.on('error', end);
    const { corsAllowedOrigins } = this.#options;
    setStandingHeaders(response, request, corsAllowedOrigins);
    if (isPreflight(request, corsAllowedOrigins)) {
      response.writeHead(204);
      response.end();
      return;
    }
    const acceptsGzip = accepts('gzip', request);
    const write = (answer: ApiResponse, representation: Representation) =>
      writeResponse(response, answer, { representation, acceptsGzip, omitBody: request.method === 'HEAD', ending, turn: this.#turn });
    try {
      const received = new HttpRequest(request, ending);
      if (isPassedOn(received)) received.bodyStream = hasBody(request) ? request : undefined;
      else if (received.method !== 'GET' && received.method !== 'HEAD') received.body = await this.#bodyOf(request);
      await this.#turn.end();
      const answer = await this.#options.handle(received);
      // Documents come in the one form they have.
      const representation: Representation = answer.body.type === 'bytes' ? { format: 'json' } : negotiate(received.headers['accept']);
      await this.#turn.pass();
      const sent = await write(answer, prettyIf(representation, received));
      this.#options.observer?.sent(received, sent);
    } catch (error) {
      await this.#fail(error, response, write);
    }
  }

  #bodyOf(request: IncomingRequest): Promise<Uint8Array | undefined> {
    const otherwise = () => new ApiError('Timeout', 'Timeout: request did not complete within the allotted timeout', { details: {} });
    return this.#deadlines.within(readBody(request), { timeoutMs: bodyTimeoutMs, otherwise });
  }

  async #fail(
    error: unknown,
    response: OutgoingResponse,
    write: (answer: ApiResponse, representation: Representation) => Promise<unknown>,
  ): Promise<void> {
    const { log } = this.#options;
    if (response.headersSent || response.destroyed) {
      log.debug({ error }, 'answer broke off');
      response.destroy();
      return;
    }
    const status = toStatus(error);
    // The rest of a body that was refused, or that does not come, is not worth waiting for.
    if (status.code === 413 || status.code === 504) response.setHeader('connection', 'close');
    try {
      await write({ code: status.code, body: { type: 'object', value: { object: status } } }, { format: 'json' });
    } catch (cause) {
      log.debug({ error: cause }, 'answer broke off');
      response.destroy();
    }
  }
}

/** What a client is told whose request is none, in the form of upstream's. */
function unreadable(error: Error): string {
  const status = ('code' in error && typeof error.code === 'string' && unreadableStatus[error.code]) || '400 Bad Request';
  return `HTTP/1.1 ${status}\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n${status}`;
}

/** By Node's names of what can be wrong. */
const unreadableStatus: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** Rejects when the address cannot be had. */
const listening = (server: Server): Promise<unknown> => once(server, 'listening');

/** Whoever is behind a proxy decides how much it takes, and when. */
function isPassedOn(head: ApiRequest): boolean {
  if (!head.path.includes('/proxy')) return false;
  const info = requestInfo(head);
  return info.isResource && info.subresource === 'proxy';
}

const hasBody = (request: IncomingRequest): boolean =>
  'stream' in request ? !request.stream.endAfterHeaders : 'content-length' in request.headers || 'transfer-encoding' in request.headers;

/** Whether the client takes this encoding, named as it is and without conditions, as upstream reads it. */
const accepts = (encoding: string, { headers }: Pick<IncomingRequest, 'headers'>): boolean =>
  (headers['accept-encoding'] ?? '').split(',').some((each) => each.trim() === encoding);

const yes: readonly string[] = ['1', 't', 'T', 'TRUE', 'true', 'True'];

/** Whoever asks by `pretty` gets indented JSON, and people's browsers and curl unless they ask not to, as from upstream. */
function prettyIf(representation: Representation, { query, headers }: ApiRequest): Representation {
  const asked = query.get('pretty');
  const agent = headers['user-agent'] ?? '';
  const pretty = asked ? yes.includes(asked) : /^(curl|Wget|Mozilla\/5\.0)/.test(agent);
  return pretty ? { ...representation, pretty: true } : representation;
}
