import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { timestamp } from '../../base/clock.ts';
import type { Informers } from '../../client/informer.ts';
import { Node } from '../../kinds/core/node/index.ts';
import type { ProxyHealth } from './proxy-health.ts';

export interface HealthServerOptions {
  readonly address: string;
  /** 0 takes a free port. */
  readonly port: number;
}

interface Options extends HealthServerOptions {
  readonly health: ProxyHealth;
  readonly nodeName: string;
  readonly informers: Informers;
}

/** The cluster autoscaler marks a node so before it takes it away: load balancers should not send it anything new. */
const leavingTaint = 'ToBeDeletedByClusterAutoscaler';

/** `/livez` says whether the proxy keeps up; `/healthz`, which load balancers ask, also whether the node stays. */
export function proxyHealthServer({ address, port, health, nodeName, informers }: Options) {
  const nodes = informers.of(Node, { fieldSelector: `metadata.name=${nodeName}` });
  const isEligible = () => {
    const node = nodes.get({ name: nodeName });
    return node !== undefined && !node.metadata.deletionTimestamp && !node.spec.taints?.some(({ key }) => key === leavingTaint);
  };
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0];
    if (path === '/livez') answer(response, health);
    else if (path === '/healthz') answer(response, health, isEligible());
    else response.writeHead(404).end();
  });
  return {
    async run(signal: AbortSignal): Promise<void> {
      if (signal.aborted) return;
      server.listen(port, address);
      await once(server, 'listening');
      const closed = once(server, 'close');
      const close = () => {
        server.close();
        server.closeAllConnections();
      };
      if (signal.aborted) close();
      signal.addEventListener('abort', close, { once: true });
      await closed;
    },
  };
}

function answer(response: ServerResponse, health: ProxyHealth, isEligible?: boolean): void {
  const { isHealthy, nowMs, lastUpdatedMs } = health.state();
  const isFine = isHealthy && isEligible !== false;
  response.writeHead(isFine ? 200 : 503, { 'content-type': 'application/json', 'x-content-type-options': 'nosniff' });
  response.end(
    JSON.stringify({
      // While nothing is due, the rules are as good as if they had been set just now.
      lastUpdated: timestamp(isFine ? nowMs : lastUpdatedMs),
      currentTime: timestamp(nowMs),
      healthy: isHealthy,
      ...(isEligible !== undefined && { nodeEligible: isEligible }),
    }),
  );
}
