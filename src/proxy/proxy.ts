import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Informers } from '../client/informer.ts';
import type { Component } from '../runtime/component.ts';
import { ProxyHealth } from './health/proxy-health.ts';
import { proxyHealthServer, type HealthServerOptions } from './health/proxy-health-server.ts';
import { createKernel, type Kernel } from './kernel/kernel.ts';
import { addressFamilies } from './rules/address-family.ts';
import { ServiceProxy } from './service-proxy.ts';

export interface ProxyOptions {
  readonly nodeName: string;
  /** The node's own. The first of the family is what its own packets to services are sent from. */
  readonly nodeAddresses?: readonly string[] | undefined;
  /** Where pods have their addresses, in the whole cluster. Traffic to services from elsewhere gets the node's address. */
  readonly podCidr?: string | undefined;
  /** Where services have theirs. Packets to such an address that no service has are dropped. */
  readonly serviceCidrs?: readonly string[] | undefined;
  /** As the user `system:kube-proxy`. */
  readonly informers: Informers;
  readonly clock: Clock;
  readonly log: Log;
  /** Which IP family; a node with both has two proxies. Default 4. */
  readonly family?: 4 | 6 | undefined;
  /** How long changes are gathered after the last ones were sent. Default 20 ms. */
  readonly minSyncPeriodMs?: number | undefined;
  /** Whether node ports answer on the loopback, which needs the setting `route_localnet` of the kernel. Default false. */
  readonly localhostNodePorts?: boolean | undefined;
  /** Where to answer whether the proxy keeps up: usually port 10256. Nowhere, unless given. */
  readonly healthz?: HealthServerOptions | undefined;
  /** The network namespace of this process, unless given. */
  readonly kernel?: Kernel | undefined;
}

/**
 * Leads traffic to services to their endpoints, by packet filter rules in the network namespace of this process. The
 * rules stay when it stops, so that a restart interrupts nobody; `removeRules` takes them away.
 */
export function createProxy(options: ProxyOptions): Component {
  const { clock, healthz, nodeName, informers } = options;
  const family = addressFamilies[options.family ?? 4];
  const health = new ProxyHealth({ clock });
  const proxy = new ServiceProxy({ ...options, family, health, kernel: options.kernel ?? createKernel({ family }) });
  const server = healthz && proxyHealthServer({ ...healthz, health, nodeName, informers });
  return {
    name: 'proxy',
    ready: (signal) => proxy.ready(signal),
    run: async (signal) => {
      await Promise.all([proxy.run(signal), server?.run(signal)]);
    },
  };
}
