import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { addressAt, formatCidr, parseCidr, subnetAt } from '../../base/cidr.ts';
import type { Log } from '../../base/log.ts';
import { systemClock } from '../../base/clock.ts';
import { findNetworkPlugin } from '../host/packages.ts';
import { pauseImage, pauseImageReference } from '../images/pause-image.ts';
import { boot } from './boot.ts';
import { untilContainerdAnswers } from './containerd-ready.ts';
import type { Fabric } from './fabric.ts';
import { loadImage } from './load-image.ts';
import { adoptLocalNode, criSocketIn, nodeOf, type LocalNode } from './local-node.ts';
import { checkName, machineId } from './names.ts';
import {
  containerdConfiguration,
  networkConfiguration,
  networkConfigurationName,
  proxyEnvironment,
  type ContainerRuntimeName,
} from './node-configuration.ts';
import { nodeFolder, readNodeRecords, writeNodeRecord } from './node-record.ts';
import { plugIn, showTheWay } from './node-network.ts';
import { snapshotterFor } from './snapshotter.ts';

export interface StartLocalNodeOptions {
  /** Becomes its host name. */
  readonly name: string;
  /** From 1 on, different for each node of the cluster: gives it its address. Services are reached from the host by node 1. */
  readonly index: number;
  /** Default: the part of the cluster's range, in parts of 256 addresses, that its index gives it. */
  readonly podCidr?: string | undefined;
  /** What runs containers unless their pod asks for another. Default `runc`; `crun` starts them in two thirds of the time. */
  readonly defaultRuntime?: ContainerRuntimeName | undefined;
  /** Where on the gateway `imageProxy` listens, for pulling images. Without it, only images that are loaded can run. */
  readonly imageProxyPort?: number | undefined;
  readonly signal: AbortSignal;
  readonly log: Log;
}

/** Starts a node and resolves when its containerd is ready to run pods. One that runs already is taken over as it is. */
export async function startLocalNode(fabric: Fabric, options: StartLocalNodeOptions): Promise<LocalNode> {
  const { name, signal, log } = options;
  const startedMs = systemClock.now();
  const place = await placeOf(fabric, options);
  const adopted = await adoptLocalNode(fabric, name);
  if (adopted) {
    await plugIn(fabric, adopted, { signal });
    log.info({ node: name, address: adopted.address }, 'node taken over');
    return adopted;
  }
  const folder = nodeFolder(fabric.dataFolder, name);
  const criSocket = criSocketIn(folder);
  await writeConfiguration(folder, { ...options, podCidr: place.podCidr });
  const init = await boot({
    logPath: join(folder, 'node.log'),
    env: await environment(fabric, { ...options, ...place, folder }),
    signal,
    prepare: async (identity) => {
      const record = { name, ...place, init: identity };
      await writeNodeRecord(fabric.dataFolder, record);
      await plugIn(fabric, record, { newIn: identity.pid, signal });
    },
    ready: async (running) => {
      await untilContainerdAnswers(criSocket, { timeoutMs: 60_000, signal: running });
      await loadImage({ criSocket, snapshotter: await snapshotterFor(folder) }, await pauseImage(), { signal: running });
    },
  });
  await showTheWay(fabric, { ...place, init }, { signal });
  log.info({ node: name, address: place.address, tookMs: systemClock.now() - startedMs }, 'node started');
  return nodeOf(fabric, { name, ...place, init });
}

/** Where in the fabric it is. */
async function placeOf(fabric: Fabric, { name, index, podCidr }: StartLocalNodeOptions) {
  checkName(name, 'node');
  const other = (await readNodeRecords(fabric.dataFolder)).find((record) => record.name !== name && record.index === index);
  if (other) throw new RangeError(`node ${name} cannot have index ${index}: node ${other.name} has it`);
  // The first address is the network's, the second the host's.
  const address = addressAt(parseCidr(fabric.nodeCidr), 1 + index);
  const range = podCidr === undefined ? subnetAt(parseCidr(fabric.podCidr), 24, index - 1) : parseCidr(podCidr);
  return { index, address, podCidr: formatCidr(range) };
}

async function writeConfiguration(folder: string, { podCidr, defaultRuntime = 'runc' }: StartLocalNodeOptions & { podCidr: string }) {
  const networkFolder = join(folder, 'files/etc/cni/net.d');
  await mkdir(networkFolder, { recursive: true, mode: 0o755 });
  // The socket of the last run would be answered by nobody.
  await rm(criSocketIn(folder), { force: true });
  const configuration = containerdConfiguration({
    folder,
    socket: criSocketIn(folder),
    sandboxImage: pauseImageReference,
    defaultRuntime,
    snapshotter: await snapshotterFor(folder),
    lowersOomScores: mayLowerOomScores(await readFile('/proc/self/status', 'utf8')),
  });
  await writeFile(join(folder, 'containerd.toml'), configuration);
  await writeFile(join(networkFolder, networkConfigurationName), networkConfiguration(podCidr));
}

/** CAP_SYS_RESOURCE, number 24, which some virtual machines and containers withhold even from root. */
export const mayLowerOomScores = (processStatus: string): boolean => {
  const [, capabilities = '0'] = /^CapEff:\s*([0-9a-f]+)$/m.exec(processStatus) ?? [];
  return ((BigInt(`0x${capabilities}`) >> 24n) & 1n) === 1n;
};

async function environment(fabric: Fabric, node: StartLocalNodeOptions & { address: string; folder: string }) {
  const plugin = await findNetworkPlugin('bridge');
  if (!plugin) throw new Error('the CNI plugins are not on this machine; on Debian they are in the package containernetworking-plugins');
  const { gateway, nodeCidr, podCidr, serviceCidr } = fabric;
  const direct = [nodeCidr, podCidr, serviceCidr];
  return {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    KUBETS_NODE: `${fabric.clusterName}/${node.name}`,
    NODE_FOLDER: node.folder,
    NODE_NAME: node.name,
    NODE_ADDRESS: node.address,
    NODE_PREFIX: `${parseCidr(nodeCidr).prefixLength}`,
    GATEWAY: gateway,
    MACHINE_ID: machineId(fabric.clusterName, node.name),
    NETWORK_PLUGINS: dirname(plugin),
    ...(node.imageProxyPort === undefined ? {} : proxyEnvironment({ gateway, port: node.imageProxyPort, direct })),
  };
}
