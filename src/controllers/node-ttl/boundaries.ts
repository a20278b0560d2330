interface Boundary {
  /** With fewer nodes than this, the step before holds again; less than where it begins, so that it does not go to and fro. */
  readonly from: number;
  readonly to: number;
  readonly ttlSeconds: number;
}

/** As upstream's. */
const boundaries: readonly Boundary[] = [
  { from: 0, to: 100, ttlSeconds: 0 },
  { from: 90, to: 500, ttlSeconds: 15 },
  { from: 450, to: 1000, ttlSeconds: 30 },
  { from: 900, to: 2000, ttlSeconds: 60 },
  { from: 1800, to: Number.POSITIVE_INFINITY, ttlSeconds: 300 },
];

/** The step for so many nodes, coming from another one. */
export function stepFor(nodeCount: number, step: number): number {
  let next = step;
  while (nodeCount > (boundaries[next]?.to ?? Number.POSITIVE_INFINITY)) next++;
  while (nodeCount < (boundaries[next]?.from ?? 0)) next--;
  return next;
}

export const ttlSecondsOf = (step: number): number => boundaries[step]?.ttlSeconds ?? 0;
