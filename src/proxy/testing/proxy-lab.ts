import { systemClock } from '../../base/clock.ts';
import { type CommandOptions, runCommand } from '../../base/command.ts';
import { type Log, silentLog } from '../../base/log.ts';
import type { Client } from '../../client/client.ts';
import { createInformers } from '../../client/create-informers.ts';
import { startCluster } from '../../cluster/testing.ts';
import { Service } from '../../kinds/core/service/index.ts';
import { EndpointSlice } from '../../kinds/discovery/endpoint-slice/index.ts';
import type { Endpoint } from '../../kinds/discovery/endpoint-slice/schema.ts';
import { createKernel, type Kernel } from '../kernel/kernel.ts';
import { createProxy } from '../proxy.ts';
import { addressFamilies } from '../rules/address-family.ts';
import { buildNetworkLab, type NetworkLab } from './network-lab.ts';

/** A lab whose first node has a proxy, with an API server to say what it shall do. */
export interface ProxyLab extends NetworkLab {
  readonly client: Client;
  /** Of node 1. */
  readonly kernel: Kernel;
  runInNode1(command: string, args: readonly string[], options?: CommandOptions): Promise<string>;
  startProxy(): Promise<AsyncDisposable>;
  createService(name: string, spec: Partial<Service['spec']>): Promise<Service>;
  /** One slice for the service, with these endpoints from now on. */
  setEndpoints(service: string, endpoints: readonly Endpoint[], options?: { port?: number; protocol?: 'TCP' | 'UDP' }): Promise<void>;
}

const proxyUser = { name: 'system:kube-proxy', groups: ['system:authenticated'] };

export async function buildProxyLab({ log = silentLog }: { log?: Log } = {}): Promise<ProxyLab> {
  await using stack = new AsyncDisposableStack();
  const [cluster, lab] = await Promise.all([startCluster(), buildNetworkLab()]);
  stack.use(cluster);
  stack.use(lab);
  const run: typeof runCommand = (command, args, options) =>
    runCommand('nsenter', [`--net=/run/netns/${lab.node1.name}`, command, ...args], options);
  const kernel = createKernel({ family: addressFamilies[4], run });
  const owned = stack.move();
  const { client } = cluster;
  return {
    ...lab,
    client,
    kernel,
    runInNode1: run,
    async startProxy() {
      const stopping = new AbortController();
      const informers = createInformers({ client: cluster.clientAs(proxyUser), clock: systemClock, log });
      const proxy = createProxy({
        nodeName: 'node-1',
        nodeAddresses: ['192.0.2.2'],
        podCidr: '10.244.0.0/16',
        serviceCidrs: ['10.96.0.0/16'],
        informers,
        clock: systemClock,
        log,
        kernel,
      });
      const running = Promise.all([informers.run(stopping.signal), proxy.run(stopping.signal)]);
      await proxy.ready?.(AbortSignal.timeout(10_000));
      return {
        async [Symbol.asyncDispose]() {
          stopping.abort();
          await running;
        },
      };
    },
    createService: (name, spec) => client.create(Service, { metadata: { namespace: 'default', name }, spec }),
    async setEndpoints(service, endpoints, { port = 8080, protocol = 'TCP' } = {}) {
      const labels = { 'kubernetes.io/service-name': service };
      const patch = { endpoints, ports: [{ name: 'main', port, protocol }] };
      const metadata = { namespace: 'default', name: `${service}-slice`, labels };
      await client.patch(EndpointSlice, metadata, {
        type: 'apply',
        fieldManager: 'test',
        force: true,
        body: { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata, addressType: 'IPv4', ...patch },
      });
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
