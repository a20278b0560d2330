import { readFile } from 'node:fs/promises';
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Client } from '../../client/client.ts';
import { createClient } from '../../client/create-client.ts';
import { createInformers } from '../../client/create-informers.ts';
import { ClientMetrics } from '../../client/http/client-metrics.ts';
import { httpTransport } from '../../client/http/http-transport.ts';
import { clusterAccess } from '../../client/kubeconfig/access.ts';
import { parseKubeconfig } from '../../client/kubeconfig/kubeconfig.ts';
import type { Informers } from '../../client/informer.ts';
import { createDns } from '../../dns/dns.ts';
import { createProxy } from '../../proxy/proxy.ts';
import type { Component } from '../../runtime/component.ts';
import { runStages } from '../../runtime/run-stages.ts';
import type { AgentConfiguration } from '../local-cluster/agent-configuration.ts';
import { kubeletComponents, nodeDirectories, type KubeletSettings } from './kubelet.ts';

/** Runs kubelet, service proxy and DNS of a node in one process, each as its own user, until the signal aborts. */
export async function runNodeAgent(
  configurationPath: string,
  { clock, log, signal }: { clock: Clock; log: Log; signal: AbortSignal },
): Promise<void> {
  const configuration = JSON.parse(await readFile(configurationPath, 'utf8')) as AgentConfiguration;
  await using stack = new AsyncDisposableStack();
  const connect = async (part: 'kubelet' | 'proxy' | 'dns'): Promise<Connection> => {
    const access = await clusterAccess(parseKubeconfig(configuration.kubeconfigs[part], part));
    const clientMetrics = new ClientMetrics();
    const transport = stack.use(httpTransport({ access, clock, metrics: clientMetrics }));
    const client = createClient({ transport, userAgent: part === 'kubelet' ? 'kubelet' : `kube-${part}`, clock });
    return { client, clientMetrics, informers: createInformers({ client, clock, log: log.child({ part }) }) };
  };
  const [kubelet, proxy, dns] = await Promise.all([connect('kubelet'), connect('proxy'), connect('dns')]);
  const parts = [
    ...(await kubeletComponents(kubeletSettings(configuration), { ...kubelet, clock, log: log.child({ part: 'kubelet' }) })),
    ...proxyComponents(configuration, { ...proxy, clock, log: log.child({ part: 'proxy' }) }),
    ...dnsComponents(configuration, { ...dns, clock, log: log.child({ part: 'dns' }) }),
  ];
  const informers = [kubelet, proxy, dns].map((each, index): Component => ({
    name: `informers ${index}`,
    run: (stop) => each.informers.run(stop),
  }));
  await runStages([informers, parts], signal);
}

interface Connection {
  readonly client: Client;
  readonly clientMetrics: ClientMetrics;
  readonly informers: Informers;
}

type Dependencies = Connection & { readonly clock: Clock; readonly log: Log };

const kubeletPort = 10_250;

function kubeletSettings(configuration: AgentConfiguration): KubeletSettings {
  const { nodeName, nodeAddress, criSocket, cgroupRoot, clusterDnsAddress, clusterDomain, serving } = configuration;
  return {
    ...nodeDirectories(),
    nodeName,
    nodeAddresses: [nodeAddress],
    criSocket,
    cgroupRoot,
    clusterDnsAddresses: [clusterDnsAddress],
    clusterDomain,
    serving: { host: nodeAddress, port: kubeletPort, ...serving },
  };
}

function proxyComponents(
  { nodeName, nodeAddress, clusterPodCidr, serviceCidr }: AgentConfiguration,
  { informers, clock, log }: Dependencies,
): readonly Component[] {
  return [
    createProxy({ nodeName, nodeAddresses: [nodeAddress], podCidr: clusterPodCidr, serviceCidrs: [serviceCidr], informers, clock, log }),
  ];
}

const dnsComponents = (
  { nodeAddress, dnsPort, clusterDomain }: AgentConfiguration,
  { informers, clock, log }: Dependencies,
): readonly Component[] => [createDns({ informers, listen: { address: nodeAddress, port: dnsPort }, clusterDomain, clock, log })];
