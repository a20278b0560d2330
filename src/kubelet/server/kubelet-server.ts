import type { IncomingMessage } from 'node:http';
import { systemClock, type Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import { answer as answerUpgrade } from '../../base/upgrade/answer.ts';
import { upgradeHeaders } from '../../base/upgrade/headers.ts';
import { relayUpgrade } from '../../base/upgrade/relay.ts';
import type { Client } from '../../client/client.ts';
import { textAnswer, type Answer, type TextAnswer } from '../../runtime/serving/answer.ts';
import { matchRoute } from '../../runtime/serving/match-route.ts';
import {
  failureAnswer,
  requestedUrl,
  SecureServer,
  type SecureServerOptions,
  type ServingCertificate,
  type UpgradedConnection,
} from '../../runtime/serving/secure-server.ts';
import { accessGuard, type Guard } from './guard.ts';
import type { KubeletView } from './kubelet-view.ts';
import { routes } from './routes.ts';
import { streamRoutes } from './streams.ts';

export interface KubeletServerOptions {
  readonly host: string;
  /** 10250 by custom; 0 takes a free one. */
  readonly port: number;
  readonly tls: SecureServerOptions['tls'];
  readonly view: KubeletView;
  /** Asks the API server who callers are and what they may do. */
  readonly client: Client;
  readonly log: Log;
  readonly clock?: Clock | undefined;
}

/** Serves what others ask the kubelet for: logs, commands, statistics. Everybody has to say who they are. */
export class KubeletServer {
  readonly name = 'kubelet-server';
  readonly #options: KubeletServerOptions;
  readonly #clock: Clock;
  readonly #guard: Guard;
  readonly #server: SecureServer;

  constructor(options: KubeletServerOptions) {
    this.#options = options;
    const { host, port, tls, client, view, clock = systemClock, log } = options;
    this.#clock = clock;
    this.#guard = accessGuard({ client, clock, log, nodeName: view.nodeName });
    this.#server = new SecureServer({
      name: this.name,
      host,
      port,
      tls,
      answer: (request, signal) => this.#answer(request, signal),
      upgrade: (request, connection) => this.#upgrade(request, connection),
      log,
    });
  }

  /** Where it listens, once it does. */
  get port(): number {
    return this.#server.port;
  }

  /** For connections from now on. */
  renew(certificate: ServingCertificate): void {
    this.#server.renew(certificate);
  }

  listen(): Promise<void> {
    return this.#server.listen();
  }

  /** Serves until the signal aborts, then cuts all connections. */
  run(signal: AbortSignal): Promise<void> {
    return this.#server.run(signal);
  }

  async #answer(request: IncomingMessage, signal: AbortSignal): Promise<Answer> {
    const { view, log } = this.#options;
    const url = requestedUrl(request);
    const refusal = await this.#guard(request, url);
    if (refusal) return refusal;
    const { method = '' } = request;
    const match = matchRoute(routes, { method: method === 'HEAD' ? 'GET' : method, path: url.pathname });
    if (match.type === 'none') return textAnswer(404, '404: Page Not Found');
    if (match.type === 'wrong method') return textAnswer(405, '405: Method Not Allowed');
    return await match.route.handle({ method, url, names: match.names, view, signal, log, clock: this.#clock });
  }

  async #upgrade(request: IncomingMessage, { socket, head, signal: stopping }: UpgradedConnection): Promise<void> {
    // It may break at any time; whoever reads or writes it is told.
    socket.on('error', () => {});
    const { view, log } = this.#options;
    const clock = this.#clock;
    const gone = new AbortController();
    const signal = AbortSignal.any([gone.signal, stopping]);
    const leave = () => gone.abort();
    socket.once('close', leave);
    const tell = ({ status, body, headers = {} }: TextAnswer) =>
      answerUpgrade(socket, { status, headers: { 'Content-Type': 'text/plain; charset=utf-8', ...headers }, body }, clock);
    try {
      const url = requestedUrl(request);
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
        signal: stopping,
        clock,
      });
      if (outcome.type === 'unreachable') await tell(failureAnswer(outcome.error));
      log.debug({ path: url.pathname, outcome }, 'stream ended');
    } catch (error) {
      if (!signal.aborted) log.error({ err: error, path: request.url }, 'stream could not be served');
      if (!signal.aborted) await tell(failureAnswer(error)).catch(() => {});
    } finally {
      socket.destroy();
    }
  }
}
