import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Log } from '../../base/log.ts';
import { health } from './handlers/health.ts';
import type { KubeletView } from './kubelet-view.ts';
import { matchRoute } from '../../runtime/serving/match-route.ts';

export interface HealthServerOptions {
  /** Default: this machine only. */
  readonly host?: string | undefined;
  /** 10248 by custom; 0 takes a free one. */
  readonly port: number;
  readonly view: Pick<KubeletView, 'healthChecks'>;
  readonly log: Log;
}

const routes = [
  { methods: ['GET', 'HEAD'], path: '/healthz' },
  { methods: ['GET', 'HEAD'], path: '/healthz/{check}' },
];

/** Tells whoever supervises the kubelet, without asking who it is, whether all is well. */
export class HealthServer {
  readonly name = 'kubelet-health-server';
  readonly #options: HealthServerOptions;
  readonly #server: Server;

  constructor(options: HealthServerOptions) {
    this.#options = options;
    this.#server = createServer({ headersTimeout: 10_000, requestTimeout: 10_000 }, (request, response) => {
      void this.#answer(request.method ?? '', request.url ?? '/')
        .then(({ status, body }) => response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(body))
        .catch(() => response.destroy());
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port; // a TCP server has one
  }

  async listen(): Promise<void> {
    const { host = '127.0.0.1', port } = this.#options;
    this.#server.listen(port, host);
    await once(this.#server, 'listening');
  }

  async run(signal: AbortSignal): Promise<void> {
    if (!this.#server.listening) await this.listen();
    if (!signal.aborted) await once(signal, 'abort');
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async #answer(method: string, target: string): Promise<{ status: number; body: string }> {
    const url = new URL(target.replace(/^\/+/, '/'), 'http://kubelet');
    const match = matchRoute(routes, { method, path: url.pathname });
    if (match.type !== 'found') return { status: 404, body: '404 page not found\n' };
    const { view, log } = this.#options;
    return health({ view, url, names: match.names, log });
  }
}
