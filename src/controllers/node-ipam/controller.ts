import { Node } from '../../kinds/core/node/index.ts';
import type { Cache } from '../../runtime/cache.ts';
import { defineController, index, type Controller } from '../../runtime/controller.ts';
import { nodeStatusEvent } from '../nodes/node-events.ts';
import { blockAt, blocksWithin, nodeRanges, type NodePrefixLengths, type NodeRange } from './ranges.ts';

const blockIndex = 'pod CIDR';

export interface NodeIpamOptions {
  /** Where the nodes' ranges come from: one range, or one of each family, e.g. `10.244.0.0/16,fd00:10:244::/56`. */
  readonly clusterCidr: string;
  /** How large the nodes' ranges are. */
  readonly nodePrefixLengths?: NodePrefixLengths | undefined;
  /** Where services get their addresses from; no node gets one of these. */
  readonly serviceCidr?: string | undefined;
}

/** Gives each node a range of addresses for its pods, of each family that the cluster has. */
export function nodeIpamController({ clusterCidr, nodePrefixLengths, serviceCidr = '' }: NodeIpamOptions): Controller {
  const ranges = nodeRanges(clusterCidr, nodePrefixLengths);
  const ofServices = new Set(serviceCidr.split(',').flatMap((cidr) => blocksWithin(ranges, cidr)));
  /** Given out, but perhaps not to be seen on the node yet. */
  const pending = new Map<string, readonly string[]>();
  const next = new Map<NodeRange, number>();

  const allocate = (range: NodeRange, given: ReadonlySet<string>, cache: Cache): string | undefined => {
    for (let tried = 0; tried < range.size; tried++) {
      const position = next.get(range) ?? 0;
      next.set(range, (position + 1) % range.size);
      const block = blockAt(range, position);
      if (!ofServices.has(block) && !given.has(block) && cache.byIndex(Node, blockIndex, block).length === 0) return block;
    }
    return undefined;
  };

  /** A block of each range, or the position of the range that has none left. */
  const allocateAll = (cache: Cache): readonly string[] | number => {
    const given = new Set([...pending.values()].flat());
    const blocks: string[] = [];
    for (const [position, range] of ranges.entries()) {
      const block = allocate(range, given, cache);
      if (block === undefined) return position;
      blocks.push(block);
    }
    return blocks;
  };

  return defineController({
    name: 'cidrallocator',
    for: Node,
    indexes: [index(Node, blockIndex, ({ spec }) => (spec.podCIDRs ?? []).flatMap((cidr) => blocksWithin(ranges, cidr)))],
    isWokenBy: ({ spec }) => !spec.podCIDRs?.length,

    async reconcile(node, { client, cache, events }) {
      const { name, deletionTimestamp } = node.metadata;
      if (node.spec.podCIDRs?.length) pending.delete(name);
      if (node.spec.podCIDRs?.length || deletionTimestamp !== undefined) return;
      const blocks = pending.get(name) ?? allocateAll(cache);
      if (typeof blocks === 'number') {
        nodeStatusEvent(events, node, 'CIDRNotAvailable');
        const why = 'CIDR allocation failed; there are no remaining CIDRs left to allocate in the accepted range';
        throw new Error(`failed to allocate cidr from cluster cidr at idx:${blocks}: ${why}`);
      }
      pending.set(name, blocks);
      try {
        await client.patch(Node, node.metadata, { type: 'strategic', body: { spec: { podCIDR: blocks[0], podCIDRs: [...blocks] } } });
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
