import type { ChildProcess } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand, type CommandOptions } from '../../base/command.ts';
import { removeCgroup } from '../host/cgroups.ts';
import type { Fabric } from './fabric.ts';
import { ipIfNeeded } from './ip-command.ts';
import { bridgeName, cableName, cgroupRoot, checkName } from './names.ts';
import { enterNamespaces, spawnInNamespaces, type NodeProcessOptions } from './node-process.ts';
import { nodeFolder, nodeNames, readNodeRecord, readNodeRecords, type NodeRecord } from './node-record.ts';
import { isAlive, killAndWait } from './process-identity.ts';
import { snapshotterFor, type Snapshotter } from './snapshotter.ts';

/**
 * A machine of its own as far as its processes can tell: network, mounts, processes and host name, with containerd running.
 * It lives on when the process that started it ends, until it is stopped.
 */
export interface LocalNode extends AsyncDisposable {
  readonly name: string;
  readonly index: number;
  readonly address: string;
  /** The host's address as the node sees it. */
  readonly gateway: string;
  readonly podCidr: string;
  /** The socket of containerd, for processes inside and outside. */
  readonly criSocket: string;
  /** At the same path inside and outside the node: what the node's own programs are to read goes here. */
  readonly dataFolder: string;
  /** All control groups of the node are to be made below this one, which is removed when the node stops. */
  readonly cgroupRoot: string;
  readonly snapshotter: Snapshotter;
  /** Starts a process in the node. It ends with this process unless told otherwise, and in any case with the node. */
  spawn(command: string, args: readonly string[], options?: NodeProcessOptions): ChildProcess;
  /** Runs a command in the node to its end and gives its output. */
  run(command: string, args: readonly string[], options?: CommandOptions): Promise<string>;
  isRunning(): Promise<boolean>;
  /** Ends every process in the node at once, as a power cut does. Its files stay, so that it can be started again. */
  stop(): Promise<void>;
}

/** The node as it runs, found by its record; undefined when it does not run. */
export async function adoptLocalNode(fabric: Fabric, name: string): Promise<LocalNode | undefined> {
  const record = await readNodeRecord(fabric.dataFolder, name);
  return record && (await isAlive(record.init)) ? nodeOf(fabric, record) : undefined;
}

/** The node of a record, whose first process has just been seen. Disposing stops it. */
export async function nodeOf(fabric: Fabric, record: NodeRecord): Promise<LocalNode> {
  const { name, index, address, podCidr, init } = record;
  const dataFolder = nodeFolder(fabric.dataFolder, name);
  const stop = () => stopNode(fabric, record);
  return {
    name,
    index,
    address,
    gateway: fabric.gateway,
    podCidr,
    criSocket: criSocketIn(dataFolder),
    dataFolder,
    cgroupRoot: cgroupRoot(fabric.clusterName, name),
    snapshotter: await snapshotterFor(dataFolder),
    spawn: (command, args, options) => spawnInNamespaces(init.pid, command, args, options),
    run: (command, args, options) => {
      const [program = '', ...rest] = enterNamespaces(init.pid, command, args);
      return runCommand(program, rest, options);
    },
    isRunning: () => isAlive(init),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

export const criSocketIn = (folder: string): string => join(folder, 'containerd.sock');

export type ClusterLocation = Pick<Fabric, 'clusterName' | 'dataFolder'>;

/** Stops a node, whichever process started it, and removes all that is left of it, its files as well. */
export async function removeLocalNode(cluster: ClusterLocation, name: string): Promise<void> {
  checkName(name, 'node');
  const record = await readNodeRecord(cluster.dataFolder, name);
  if (record) await stopNode(cluster, record);
  else await removeCgroup(cgroupRoot(cluster.clusterName, name));
  await rm(nodeFolder(cluster.dataFolder, name), { recursive: true, force: true });
}

/** All nodes with anything left of them. */
export async function removeLocalNodes(cluster: ClusterLocation): Promise<void> {
  await Promise.all((await nodeNames(cluster.dataFolder)).map((name) => removeLocalNode(cluster, name)));
  await rm(join(cluster.dataFolder, 'nodes'), { recursive: true, force: true });
}

/** Stops all nodes, whichever process started them; their files stay, so that they can be started again. */
export async function stopLocalNodes(
  cluster: ClusterLocation,
  { except = [] }: { readonly except?: readonly string[] } = {},
): Promise<void> {
  const records = (await readNodeRecords(cluster.dataFolder)).filter(({ name }) => !except.includes(name));
  await Promise.all(records.map((record) => stopNode(cluster, record)));
}

/** Its namespaces, and with them its mounts and its end of the cable, go with its last process. */
async function stopNode(cluster: ClusterLocation, { name, index, podCidr, init }: NodeRecord): Promise<void> {
  await killAndWait(init);
  // The kernel takes namespaces down a little later; a node of the same name can be started at once only if this is gone.
  await ipIfNeeded(`link delete ${cableName(cluster.clusterName, index)}`);
  await ipIfNeeded(`route delete ${podCidr} dev ${bridgeName(cluster.clusterName)}`);
  await removeCgroup(cgroupRoot(cluster.clusterName, name));
}
