import { join } from 'node:path';
import { writeFileAtomically } from '../../base/atomic-file.ts';
import { kubeconfigOf } from '../../client/kubeconfig/context.ts';
import type { Certificates } from '../certificates/certificates.ts';
import type { KeyedCertificate } from '../certificates/certificate.ts';
import type { Fabric } from '../local-node/fabric.ts';
import type { LocalNode } from '../local-node/local-node.ts';
import { dnsAddress } from '../service-range.ts';

/** All that the process on a node has to know, as JSON in a file that only root may read. */
export interface AgentConfiguration {
  readonly nodeName: string;
  readonly nodeAddress: string;
  /** The node's own part of the pods' range, and the whole range. */
  readonly podCidr: string;
  readonly clusterPodCidr: string;
  readonly serviceCidr: string;
  readonly clusterDnsAddress: string;
  readonly clusterDomain: string;
  readonly criSocket: string;
  readonly cgroupRoot: string;
  /** Each part comes as its own user. */
  readonly kubeconfigs: { readonly kubelet: string; readonly proxy: string; readonly dns: string };
  /** What the kubelet shows to the API server, and whom it lets in. */
  readonly serving: { readonly keyPem: string; readonly certificatePem: string; readonly clientCaPem: string };
  readonly dnsPort: number;
  readonly logLevel: string;
}

/** Beside a pod's own port 53 on the host network. */
export const clusterDnsPort = 10_053;
export const clusterDomain = 'cluster.local';

export interface AgentConfigurationOptions {
  readonly fabric: Fabric;
  readonly certificates: Certificates;
  readonly server: string;
  readonly logLevel: string;
}

/** Writes the configuration where the node's process finds it, and returns its path. */
export async function writeAgentConfiguration(node: LocalNode, options: AgentConfigurationOptions): Promise<string> {
  const path = join(node.dataFolder, 'agent.json');
  await writeFileAtomically(path, JSON.stringify(await configurationOf(node, options)));
  return path;
}

async function configurationOf(
  node: LocalNode,
  { fabric, certificates, server, logLevel }: AgentConfigurationOptions,
): Promise<AgentConfiguration> {
  const [authority, kubelet, serving, proxy, dns] = await Promise.all([
    certificates.authority(),
    certificates.kubeletClient(node.name),
    certificates.kubeletServing(node.name, [node.name, node.address]),
    certificates.certificate('kube-proxy'),
    certificates.certificate('kube-dns'),
  ]);
  const caPem = authority.certificatePem;
  const kubeconfig = ({ certificatePem, keyPem }: KeyedCertificate) =>
    kubeconfigOf({ name: fabric.clusterName, server, caPem, certificatePem, keyPem });
  return {
    nodeName: node.name,
    nodeAddress: node.address,
    podCidr: node.podCidr,
    clusterPodCidr: fabric.podCidr,
    serviceCidr: fabric.serviceCidr,
    clusterDnsAddress: dnsAddress(fabric.serviceCidr),
    clusterDomain,
    criSocket: node.criSocket,
    cgroupRoot: node.cgroupRoot,
    kubeconfigs: { kubelet: kubeconfig(kubelet), proxy: kubeconfig(proxy), dns: kubeconfig(dns) },
    serving: { keyPem: serving.keyPem, certificatePem: serving.certificatePem, clientCaPem: caPem },
    dnsPort: clusterDnsPort,
    logLevel,
  };
}
