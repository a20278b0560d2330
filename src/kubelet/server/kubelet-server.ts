import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { systemClock, type Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import { answer as answerUpgrade } from '../../base/upgrade/answer.ts';
import { upgradeHeaders } from '../../base/upgrade/headers.ts';
import { relayUpgrade } from '../../base/upgrade/relay.ts';
import type { Client } from '../../client/client.ts';
import { textAnswer, type Answer, type TextAnswer } from './answer.ts';
import { accessGuard, type Guard } from './guard.ts';
import type { KubeletView } from './kubelet-view.ts';
import { matchRoute } from './match-route.ts';
import { routes } from './routes.ts';
import { streamRoutes } from './streams.ts';
import { writeAnswer } from './write-answer.ts';

export interface KubeletServerOptions {
  readonly host: string;
  /** 10250 by custom; 0 takes a free one. */
  readonly port: number;
  readonly tls: ServingCertificate & {
    /** Signs the certificates of those who may say who they are by one; without it nobody can. */
    readonly clientCaPem?: string | undefined;
  };
  readonly view: KubeletView;
  /** Asks the API server who callers are and what they may do. */
  readonly client: Client;
  readonly log: Log;
  readonly clock?: Clock | undefined;
}

export interface ServingCertificate {
  readonly keyPem: string;
  readonly certificatePem: string;
}

/** Serves what others ask the kubelet for: logs, commands, statistics. Everybody has to say who they are. */
export class KubeletServer {
  readonly name = 'kubelet-server';
  readonly #options: KubeletServerOptions;
  readonly #clock: Clock;
  readonly #guard: Guard;
  readonly #server: Server;
  readonly #connections = new Set<Socket>();
  readonly #stopping = new AbortController();

  constructor(options: KubeletServerOptions) {
    this.#options = options;
    const { tls, client, view, clock = systemClock, log } = options;
    this.#clock = clock;
    this.#guard = accessGuard({ client, clock, log, nodeName: view.nodeName });
    this.#server = createServer({
      key: tls.keyPem,
      cert: tls.certificatePem,
      // Without an authority of our own, those every browser trusts would count.
      ...(tls.clientCaPem !== undefined && { ca: tls.clientCaPem, requestCert: true, rejectUnauthorized: false }),
      minVersion: 'TLSv1.2',
      handshakeTimeout: 10_000,
      headersTimeout: 30_000,
      keepAliveTimeout: 90_000,
      // Logs are followed for as long as somebody reads.
      requestTimeout: 0,
    });
    this.#server.on('request', (request, response) => void this.#serve(request, response));
    this.#server.on('upgrade', (request, socket, head) => void this.#upgrade(request, socket, head));
    // Below TLS, so that unfinished handshakes are cut as well.
    this.#server.on('connection', (socket: Socket) => {
      this.#connections.add(socket);
      socket.once('close', () => this.#connections.delete(socket));
    });
    this.#server.on('tlsClientError', (error) => log.debug({ err: error }, 'handshake failed'));
    this.#server.on('clientError', (_error, socket) => socket.destroy());
  }

  /** Where it listens, once it does. */
  get port(): number {
    return (this.#server.address() as AddressInfo).port; // a TCP server has one
  }

  /** For connections from now on. */
  renew({ keyPem, certificatePem }: ServingCertificate): void {
    const { clientCaPem } = this.#options.tls;
    this.#server.setSecureContext({
      key: keyPem,
      cert: certificatePem,
      minVersion: 'TLSv1.2',
      ...(clientCaPem !== undefined && { ca: clientCaPem }),
    });
  }

  async listen(): Promise<void> {
    this.#server.listen(this.#options.port, this.#options.host);
    await once(this.#server, 'listening');
  }

  /** Serves until the signal aborts, then cuts all connections. */
  async run(signal: AbortSignal): Promise<void> {
    if (!this.#server.listening) await this.listen();
    if (!signal.aborted) {
      const broken = once(this.#server, 'error', { signal }).then(([error]) => Promise.reject(error as Error));
      await Promise.race([broken, once(signal, 'abort')]).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    }
    this.#stopping.abort();
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#connections) socket.destroy();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new AbortController();
    const signal = AbortSignal.any([gone.signal, this.#stopping.signal]);
    response.once('close', () => gone.abort());
    try {
      await writeAnswer(response, await this.#answer(request, signal), signal);
    } catch (error) {
      if (signal.aborted) return;
      this.#options.log.error({ err: error, method: request.method, path: request.url }, 'request could not be answered');
      if (!response.headersSent) await writeAnswer(response, failure(error), signal).catch(() => {});
      response.destroy();
    }
  }

  async #answer(request: IncomingMessage, signal: AbortSignal): Promise<Answer> {
    const { view, log } = this.#options;
    const url = urlOf(request);
    const refusal = await this.#guard(request, url);
    if (refusal) return refusal;
    const { method = '' } = request;
    const match = matchRoute(routes, { method: method === 'HEAD' ? 'GET' : method, path: url.pathname });
    if (match.type === 'none') return textAnswer(404, '404: Page Not Found');
    if (match.type === 'wrong method') return textAnswer(405, '405: Method Not Allowed');
    return await match.route.handle({ method, url, names: match.names, view, signal, log, clock: this.#clock });
  }

  async #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    // It may break at any time; whoever reads or writes it is told.
    socket.on('error', () => {});
    const { view, log } = this.#options;
    const clock = this.#clock;
    const gone = new AbortController();
    const signal = AbortSignal.any([gone.signal, this.#stopping.signal]);
    const leave = () => gone.abort();
    socket.once('close', leave);
    const tell = ({ status, body, headers = {} }: TextAnswer) =>
      answerUpgrade(socket, { status, headers: { 'Content-Type': 'text/plain; charset=utf-8', ...headers }, body }, clock);
    try {
      const url = urlOf(request);
      const refusal = await this.#guard(request, url);
      if (refusal) return await tell(refusal);
      const match = matchRoute(streamRoutes, { method: request.method ?? '', path: url.pathname });
      if (match.type !== 'found') return await tell(textAnswer(404, '404: Page Not Found'));
      const { headers } = request;
      const found = await match.route.target({ method: request.method ?? '', url, names: match.names, headers, view, signal, log, clock });
      if (found.type === 'refused') return await tell(found.answer);
      const target = { url: found.url };
      socket.off('close', leave);
      // From here on the ends of the two connections decide.
      const outcome = await relayUpgrade({
        request,
        socket,
        head,
        target,
        headers: upgradeHeaders(request),
        signal: this.#stopping.signal,
        clock,
      });
      if (outcome.type === 'unreachable') await tell(failure(outcome.error));
      log.debug({ path: url.pathname, outcome }, 'stream ended');
    } catch (error) {
      if (!signal.aborted) log.error({ err: error, path: request.url }, 'stream could not be served');
      if (!signal.aborted) await tell(failure(error)).catch(() => {});
    } finally {
      socket.destroy();
    }
  }
}

const failure = (error: unknown): TextAnswer =>
  textAnswer(500, `Internal Error: ${error instanceof Error ? error.message : String(error)}`);

/** Only the path counts, with dots resolved, so that what is allowed and what is done are the same. */
const urlOf = ({ url = '/' }: IncomingMessage): URL => new URL(url.replace(/^\/+/, '/'), 'https://kubelet');
