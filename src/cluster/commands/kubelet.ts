import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import type { Command } from 'commander';
import { systemClock } from '../../base/clock.ts';
import { createInformers } from '../../client/create-informers.ts';
import { kubeletComponents, nodeDirectories } from '../node-agent/kubelet.ts';
import { port } from './options.ts';
import { partCommand, runPart, type PartFlags } from './part.ts';

interface KubeletFlags extends PartFlags {
  readonly hostnameOverride?: string;
  readonly nodeIp: string;
  readonly containerRuntimeEndpoint: string;
  readonly cgroupRoot: string;
  readonly rootDir: string;
  readonly clusterDns: string[];
  readonly clusterDomain: string;
  readonly port: number;
  readonly tlsCertFile: string;
  readonly tlsPrivateKeyFile: string;
  readonly clientCaFile: string;
}

const directories = nodeDirectories();

/** `kubets kubelet`: the node agent alone, on this machine's containerd. */
export function kubeletCommand(program: Command): void {
  partCommand(program, 'kubelet', "run the kubelet alone, on this machine's containerd")
    .option('--hostname-override <name>', "the node's name; the host's, unless given")
    .requiredOption('--node-ip <address>', "the node's address")
    .option('--container-runtime-endpoint <socket>', 'the socket of the container runtime', '/run/containerd/containerd.sock')
    .option('--cgroup-root <path>', 'below which control groups are made', '/')
    .option('--root-dir <dir>', 'where volumes and the like are kept', directories.rootDirectory)
    .option('--cluster-dns <address...>', "the cluster DNS's addresses", [])
    .option('--cluster-domain <domain>', "the cluster's domain", 'cluster.local')
    .option('--port <port>', 'where logs and the like are served', port, 10_250)
    .requiredOption('--tls-cert-file <file>', 'the certificate it serves with')
    .requiredOption('--tls-private-key-file <file>', 'the key of that certificate')
    .requiredOption('--client-ca-file <file>', 'signs the certificates of those whom it lets in')
    .action((flags: KubeletFlags) =>
      runPart('kubelet', flags, async ({ client, clientMetrics, log }) => {
        const informers = createInformers({ client, clock: systemClock, log });
        const [certificatePem, keyPem, clientCaPem] = await Promise.all(
          [flags.tlsCertFile, flags.tlsPrivateKeyFile, flags.clientCaFile].map(read),
        );
        const components = await kubeletComponents(
          {
            ...directories,
            rootDirectory: flags.rootDir,
            nodeName: flags.hostnameOverride ?? hostname(),
            nodeAddresses: [flags.nodeIp],
            criSocket: flags.containerRuntimeEndpoint.replace(/^unix:\/\//, ''),
            cgroupRoot: flags.cgroupRoot,
            clusterDnsAddresses: flags.clusterDns,
            clusterDomain: flags.clusterDomain,
            // Three files make three texts.
            serving: {
              host: flags.nodeIp,
              port: flags.port,
              certificatePem: certificatePem ?? '',
              keyPem: keyPem ?? '',
              clientCaPem: clientCaPem ?? '',
            },
          },
          { client, clientMetrics, informers, clock: systemClock, log },
        );
        return [[{ name: 'informers', run: (signal) => informers.run(signal) }], components];
      }),
    );
}

const read = (path: string): Promise<string> => readFile(path, 'utf8');
