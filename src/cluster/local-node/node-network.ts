import { CommandError } from '../../base/command.ts';
import type { Fabric } from './fabric.ts';
import { ip, ipIfNeeded } from './ip-command.ts';
import { cableName, hardwareAddress } from './names.ts';
import { readNodeRecords, type NodeRecord } from './node-record.ts';
import { isAlive } from './process-identity.ts';

type Place = Pick<NodeRecord, 'index' | 'address' | 'podCidr'>;

export interface PlugInOptions {
  /** A process in the network namespace of a node that has no cable yet. */
  readonly newIn?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Connects a node to the bridge and tells the host the way to its pods, and by node 1 to services. */
export async function plugIn(fabric: Fabric, node: Place, { newIn, signal }: PlugInOptions): Promise<void> {
  const cable = cableName(fabric.clusterName, node.index);
  if (newIn !== undefined) {
    await ipIfNeeded(`link delete ${cable}`, { signal });
    await ip([`link add ${cable} type veth peer name eth0 address ${hardwareAddress(node.address)} netns ${newIn}`], { signal });
  }
  await ip(
    [
      `link set ${cable} master ${fabric.bridge} up`,
      `route replace ${node.podCidr} via ${node.address} dev ${fabric.bridge}`,
      ...(node.index === 1 ? [`route replace ${fabric.serviceCidr} via ${node.address} dev ${fabric.bridge}`] : []),
    ],
    { signal },
  );
}

/**
 * Tells a node and the others the way to each other's pods. Each node notes itself down before it comes here, so of two that
 * start at the same time at least one sees the other.
 */
export async function showTheWay(fabric: Fabric, node: Omit<NodeRecord, 'name'>, { signal }: { signal?: AbortSignal }): Promise<void> {
  const others = (await readNodeRecords(fabric.dataFolder)).filter(({ index }) => index !== node.index);
  const wayTo = ({ podCidr, address }: Place) => `route replace ${podCidr} via ${address} dev eth0`;
  if (others.length > 0) await ip(others.map(wayTo), { ofProcess: node.init.pid, signal });
  await Promise.all(
    others.map(async ({ init }) => {
      if (!(await isAlive(init))) return;
      try {
        await ip([wayTo(node)], { ofProcess: init.pid, signal });
      } catch (error) {
        // Not up yet: it will ask for the way itself. Or ended in the meantime.
        signal?.throwIfAborted();
        if (!(error instanceof CommandError)) throw error;
      }
    }),
  );
}
