import type { PodSpec } from '../../kinds/core/pod/spec.ts';
import { compareQuantities, parseQuantity } from '../../model/quantity.ts';

const prefix = 'hugepages-';

/** The page size of a volume: the one its medium names, or the only one the pod asks for. Throws an Error if there is none. */
export function hugePageSize(medium: string, { containers, initContainers = [], resources }: PodSpec): string {
  const lists = [resources?.requests, ...[...containers, ...initContainers].map((container) => container.resources?.requests)];
  const requested = lists.flatMap((requests) => Object.keys(requests ?? {}).filter((name) => name.startsWith(prefix)));
  const sizes = requested.map((name) => name.slice(prefix.length));
  const wanted = medium === 'HugePages' ? sizes[0] : sizes.find((size) => isSame(size, medium.slice('HugePages-'.length)));
  if (wanted === undefined) {
    throw new Error(`medium ${medium}: hugePages storage requested, but there is no resource request for huge pages`);
  }
  if (medium === 'HugePages' && !sizes.every((size) => isSame(size, wanted))) {
    throw new Error(`medium: ${medium} can't be used if container requests multiple huge page sizes`);
  }
  return wanted;
}

const isSame = (one: string, other: string): boolean => compareQuantities(parseQuantity(one), parseQuantity(other)) === 0;
