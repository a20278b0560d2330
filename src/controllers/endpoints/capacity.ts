import type { EndpointSubset } from '../../kinds/core/endpoints.ts';

/** More do not fit into one object; those who need more read endpoint slices. */
const capacity = 1000;

/** Ready addresses have precedence; what does not fit is cut off each subset in proportion. */
export function truncated(subsets: readonly EndpointSubset[]): { subsets: readonly EndpointSubset[]; isTruncated: boolean } {
  const ready = count(subsets, 'addresses');
  const notReady = count(subsets, 'notReadyAddresses');
  if (ready + notReady <= capacity) return { subsets, isTruncated: false };
  if (ready <= capacity) {
    return { subsets: cut(subsets, 'notReadyAddresses', { limit: capacity - ready, total: notReady }), isTruncated: true };
  }
  const withoutNotReady = subsets.map(({ addresses = [], ports }) => ({ addresses, ...(ports && { ports }) }));
  return { subsets: cut(withoutNotReady, 'addresses', { limit: capacity, total: ready }), isTruncated: true };
}

type Kept = 'addresses' | 'notReadyAddresses';

const count = (subsets: readonly EndpointSubset[], kept: Kept): number =>
  subsets.reduce((total, subset) => total + (subset[kept] ?? []).length, 0);

function cut(
  subsets: readonly EndpointSubset[],
  kept: Kept,
  { limit, total }: { limit: number; total: number },
): readonly EndpointSubset[] {
  let left = limit;
  return subsets.map((subset) => {
    const { [kept]: addresses = [], ...rest } = subset;
    const share = Math.min(left, Math.ceil((addresses.length / total) * limit));
    const remaining = addresses.slice(0, share);
    left -= remaining.length;
    return remaining.length > 0 ? { ...rest, [kept]: remaining } : rest;
  });
}
