import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Log } from '../../base/log.ts';
import { textAnswer, type Answer, type TextAnswer } from './answer.ts';
import { writeAnswer } from './write-answer.ts';

export interface ServingCertificate {
  readonly keyPem: string;
  readonly certificatePem: string;
}

/** None, one or more authorities. */
export type ClientAuthorities = string | string[];

export interface SecureServerOptions {
  readonly name: string;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly tls: ServingCertificate & {
    /** Sign the certificates of those who may say who they are by one. Nobody is asked for any, unless given. */
    readonly clientCaPem?: ClientAuthorities | undefined;
  };
  /** The signal aborts when whoever asked has gone, or the server stops. */
  readonly answer: (request: IncomingMessage, signal: AbortSignal) => Promise<Answer>;
  /** Takes over connections that ask for another protocol; there are none, unless given. The signal aborts when the server stops. */
  readonly upgrade?: ((request: IncomingMessage, connection: UpgradedConnection) => Promise<void>) | undefined;
  readonly log: Log;
}

export interface UpgradedConnection {
  readonly socket: Duplex;
  readonly head: Buffer;
  readonly signal: AbortSignal;
}

/** As upstream's: a command to be run stands in the path, however long. */
const maxHeadBytes = 1024 * 1024;

/** What a part of a cluster serves over HTTPS, beside the API server, which has a server of its own. */
export class SecureServer {
  readonly name: string;
  readonly #options: SecureServerOptions;
  readonly #server: Server;
  readonly #connections = new Set<Socket>();
  readonly #stopping = new AbortController();

  constructor(options: SecureServerOptions) {
    this.#options = options;
    this.name = options.name;
    const { tls, upgrade, log } = options;
    this.#server = createServer({
      key: tls.keyPem,
      cert: tls.certificatePem,
      // Without an authority of our own, those every browser trusts would count.
      ...(tls.clientCaPem !== undefined && { ca: tls.clientCaPem, requestCert: true, rejectUnauthorized: false }),
      minVersion: 'TLSv1.2',
      handshakeTimeout: 10_000,
      headersTimeout: 30_000,
      maxHeaderSize: maxHeadBytes,
      keepAliveTimeout: 90_000,
      // Logs are followed for as long as somebody reads.
      requestTimeout: 0,
    });
    this.#server.on('request', (request, response) => void this.#serve(request, response));
    if (upgrade) {
      const { signal } = this.#stopping;
      this.#server.on('upgrade', (request, socket, head) => void upgrade(request, { socket, head, signal }));
    }
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

  /** For connections from now on. The authorities for clients stay as they were, unless given. */
  renew({ keyPem, certificatePem, clientCaPem = this.#options.tls.clientCaPem }: SecureServerOptions['tls']): void {
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
      await writeAnswer(response, await this.#options.answer(request, signal), signal);
    } catch (error) {
      if (signal.aborted) return;
      this.#options.log.error({ err: error, method: request.method, path: request.url }, 'request could not be answered');
      if (!response.headersSent) await writeAnswer(response, failureAnswer(error), signal).catch(() => {});
      response.destroy();
    }
  }
}

export const failureAnswer = (error: unknown): TextAnswer =>
  textAnswer(500, `Internal Error: ${error instanceof Error ? error.message : String(error)}`);

/** Only the path counts, with dots resolved, so that what is allowed and what is done are the same. */
export const requestedUrl = ({ url = '/' }: IncomingMessage): URL => new URL(url.replace(/^\/+/, '/'), 'https://server');
