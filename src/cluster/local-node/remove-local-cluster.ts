import { removeFabric } from './fabric.ts';
import { removeLocalNodes, type ClusterLocation } from './local-node.ts';
import { removeStrayNodes } from './stray-nodes.ts';

/** Takes down all nodes of a local cluster and what connects them, whatever state they are in. Other files of it stay. */
export async function removeLocalCluster(cluster: ClusterLocation): Promise<void> {
  await removeLocalNodes(cluster);
  await removeStrayNodes(cluster.clusterName);
  await removeFabric(cluster);
}
