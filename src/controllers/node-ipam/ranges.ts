import { cidrSize, cidrsOverlap, formatCidr, parseCidr, subnetAt, type Cidr } from '../../base/cidr.ts';

export interface NodePrefixLengths {
  /** 24, unless given: room for 254 pods. */
  readonly ipv4?: number | undefined;
  /** 64, unless given. */
  readonly ipv6?: number | undefined;
}

/** A range that is cut into blocks, one for each node. */
export interface NodeRange {
  readonly cidr: Cidr;
  readonly prefixLength: number;
  /** How many blocks it has. */
  readonly size: number;
}

/** Upstream keeps no more blocks than so many of one range. */
const longestBlockBits = 16;

/**
 * Reads one range, or one of each family with a comma between, e.g. `10.244.0.0/16,fd00:10:244::/56`. Throws a RangeError for
 * what cannot be cut into blocks for nodes.
 */
export function nodeRanges(text: string, { ipv4 = 24, ipv6 = 64 }: NodePrefixLengths = {}): readonly NodeRange[] {
  const ranges = text.split(',').map((part) => {
    const cidr = parseCidr(part.trim());
    const prefixLength = cidr.family === 4 ? ipv4 : ipv6;
    if (prefixLength < cidr.prefixLength) {
      throw new RangeError(`nodes cannot have ranges of /${prefixLength} in ${formatCidr(cidr)}, which is smaller than that`);
    }
    if (cidr.family === 6 && prefixLength - cidr.prefixLength > longestBlockBits) {
      throw new RangeError(`${formatCidr(cidr)} has more than ${2 ** longestBlockBits} ranges of /${prefixLength}, which are too many`);
    }
    return { cidr, prefixLength, size: Number(cidrSize(cidr) / cidrSize(subnetAt(cidr, prefixLength, 0))) };
  });
  const [first, second, ...more] = ranges;
  if (more.length > 0 || (second && second.cidr.family === first?.cidr.family)) {
    throw new RangeError(`"${text}" is not one range, or one of each family`);
  }
  return ranges;
}

export const blockAt = ({ cidr, prefixLength }: NodeRange, position: number): string => formatCidr(subnetAt(cidr, prefixLength, position));

/** The blocks that share addresses with what a node has, which may be of another size, from before sizes were changed. */
export function blocksWithin(ranges: readonly NodeRange[], text: string): readonly string[] {
  const taken = parsed(text);
  if (!taken) return [];
  return ranges.flatMap((range) => {
    const { cidr, prefixLength, size } = range;
    if (!cidrsOverlap(cidr, taken)) return [];
    const blockSize = cidrSize(subnetAt(cidr, prefixLength, 0));
    const first = taken.base <= cidr.base ? 0 : Number((taken.base - cidr.base) / blockSize);
    const last = Number((taken.base + cidrSize(taken) - 1n - cidr.base) / blockSize);
    const count = Math.min(last, size - 1) - first + 1;
    return Array.from({ length: count }, (_, offset) => blockAt(range, first + offset));
  });
}

/** What nodes have was judged when it was written; of anything else there is nothing to take. */
function parsed(text: string): Cidr | undefined {
  try {
    return parseCidr(text);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
