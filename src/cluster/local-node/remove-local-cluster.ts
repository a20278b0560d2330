import { removeFabric, takeDownFabric } from './fabric.ts';
import { removeLocalNodes, stopLocalNodes, type ClusterLocation } from './local-node.ts';
import { removeStrayNodes } from './stray-nodes.ts';

/** Takes down all nodes of a local cluster and what connects them, whatever state they are in. Other files of it stay. */
export async function removeLocalCluster(cluster: ClusterLocation): Promise<void> {
  await removeLocalNodes(cluster);
  await removeStrayNodes(cluster.clusterName);
  await removeFabric(cluster);
}

/** The same, but the nodes' files, and with them images and containers, stay for the next start. */
export async function stopLocalCluster(cluster: ClusterLocation): Promise<void> {
  await stopLocalNodes(cluster);
  await removeStrayNodes(cluster.clusterName);
  await takeDownFabric(cluster);
}
