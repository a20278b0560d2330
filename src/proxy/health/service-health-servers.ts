import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Log } from '../../base/log.ts';
import type { HealthCheck } from '../services/service-plan.ts';

interface Options {
  readonly family: 4 | 6;
  readonly isHealthy: () => boolean;
  readonly log: Log;
}

/**
 * Load balancers that send traffic only to nodes with endpoints ask each node on a port of the service whether it has some.
 */
export class ServiceHealthServers {
  readonly #options: Options;
  readonly #wanted = new Map<string, HealthCheck>();
  readonly #servers = new Map<string, { readonly port: number; readonly server: Server }>();
  #isChanged = false;

  constructor(options: Options) {
    this.#options = options;
  }

  replace(service: string, healthCheck: HealthCheck | undefined): void {
    if (this.#wanted.get(service)?.port !== healthCheck?.port) this.#isChanged = true;
    if (healthCheck) this.#wanted.set(service, healthCheck);
    else this.#wanted.delete(service);
  }

  /** Opens and closes ports so that they are those wanted. */
  async sync(): Promise<void> {
    if (!this.#isChanged) return;
    this.#isChanged = false;
    for (const [service, { port, server }] of this.#servers) {
      if (this.#wanted.get(service)?.port === port) continue;
      this.#servers.delete(service);
      await close(server);
    }
    for (const [service, { port }] of this.#wanted) if (!this.#servers.has(service)) await this.#open(service, port);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#servers.values()].map(({ server }) => close(server)));
    this.#servers.clear();
  }

  async #open(service: string, port: number): Promise<void> {
    const { family, log } = this.#options;
    const server = createServer((_request, response) => {
      const { status, headers, body } = this.#answer(service);
      response.writeHead(status, headers).end(body);
    });
    try {
      server.listen({ port, host: family === 4 ? '0.0.0.0' : '::', ipv6Only: family === 6 });
      await once(server, 'listening');
      this.#servers.set(service, { port, server });
    } catch (error) {
      server.close();
      // The next change tries again; other services are not to suffer.
      this.#isChanged = true;
      log.warn({ err: error, service, port }, 'health check port of a service could not be opened');
    }
  }

  #answer(service: string) {
    const { namespace, name, localEndpoints = 0 } = this.#wanted.get(service) ?? {};
    const isHealthy = this.#options.isHealthy();
    const headers = {
      'content-type': 'application/json',
      'x-content-type-options': 'nosniff',
      'x-load-balancing-endpoint-weight': `${localEndpoints}`,
    };
    const body = JSON.stringify({ service: { namespace, name }, localEndpoints, serviceProxyHealthy: isHealthy });
    return { status: localEndpoints > 0 && isHealthy ? 200 : 503, headers, body };
  }
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
