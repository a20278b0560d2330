import { cidrSize, formatCidr, parseCidr, subnetAt } from '../../base/cidr.ts';
import { Node } from '../../kinds/core/node/index.ts';
import type { Cache } from '../../runtime/cache.ts';
import { defineController, index, type Controller } from '../../runtime/controller.ts';
import { nodeStatusEvent } from '../nodes/node-events.ts';

const cidrIndex = 'pod CIDR';

export interface NodeIpamOptions {
  /** Where the nodes' ranges come from, e.g. `10.244.0.0/16`. */
  readonly clusterCidr: string;
  /** How large a node's range is. 24 leaves room for 254 pods. */
  readonly nodePrefixLength?: number;
}

/** Gives each node a range of addresses for its pods. */
export function nodeIpamController({ clusterCidr, nodePrefixLength = 24 }: NodeIpamOptions): Controller {
  const range = parseCidr(clusterCidr);
  const count = Number(cidrSize(range) / cidrSize(subnetAt(range, nodePrefixLength, 0)));
  /** Given out, but perhaps not to be seen on the node yet. */
  const pending = new Map<string, string>();
  let next = 0;

  const allocate = (node: string, cache: Cache): string | undefined => {
    for (let tried = 0; tried < count; tried++) {
      const cidr = formatCidr(subnetAt(range, nodePrefixLength, next));
      next = (next + 1) % count;
      if ([...pending.values()].includes(cidr) || cache.byIndex(Node, cidrIndex, cidr).length > 0) continue;
      pending.set(node, cidr);
      return cidr;
    }
    return undefined;
  };

  return defineController({
    name: 'cidrallocator',
    for: Node,
    indexes: [index(Node, cidrIndex, ({ spec }) => spec.podCIDRs ?? [])],
    isWokenBy: ({ spec }) => !spec.podCIDRs?.length,

    async reconcile(node, { client, cache, events }) {
      const { name, deletionTimestamp } = node.metadata;
      if (node.spec.podCIDRs?.length) pending.delete(name);
      if (node.spec.podCIDRs?.length || deletionTimestamp !== undefined) return;
      const cidr = pending.get(name) ?? allocate(name, cache);
      if (cidr === undefined) {
        nodeStatusEvent(events, node, 'CIDRNotAvailable');
        throw new Error(
          'failed to allocate cidr from cluster cidr at idx:0: CIDR allocation failed; there are no remaining CIDRs left to allocate in the accepted range',
        );
      }
      try {
        await client.patch(Node, node.metadata, { type: 'strategic', body: { spec: { podCIDR: cidr, podCIDRs: [cidr] } } });
      } catch (error) {
        nodeStatusEvent(events, node, 'CIDRAssignmentFailed');
        throw error;
      }
      pending.delete(name);
    },

    async reconcileDeleted({ name }) {
      pending.delete(name);
    },
  });
}
