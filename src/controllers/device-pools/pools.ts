import { ResourceClaim } from '../../kinds/resource/resource-claim.ts';
import { ResourceSlice } from '../../kinds/resource/resource-slice.ts';
import type { Cache } from '../../runtime/cache.ts';
import { index } from '../../runtime/controller.ts';

export interface Pool {
  readonly driver: string;
  readonly pool: string;
}

const byPool = 'pool of devices';
const byDriver = 'driver of devices';
const keyOf = ({ driver, pool }: Pool): string => `${driver}/${pool}`;

export const poolOf = ({ spec }: ResourceSlice): Pool => ({ driver: spec.driver, pool: spec.pool.name });

/** The devices that a claim has got. */
export const allocatedDevices = ({ status }: ResourceClaim) => status.allocation?.devices?.results ?? [];

/** For controllers that ask for slices and claims by their pool. */
export const poolIndexes = [
  index(ResourceSlice, byPool, (slice) => [keyOf(poolOf(slice))]),
  index(ResourceClaim, byPool, (claim) => [...new Set(allocatedDevices(claim).map(keyOf))]),
];

export const slicesByDriver = index(ResourceSlice, byDriver, ({ spec }) => [spec.driver]);

export const slicesOfDriver = (driver: string, cache: Cache): readonly ResourceSlice[] => cache.byIndex(ResourceSlice, byDriver, driver);

export const slicesOf = (pool: Pool, cache: Cache): readonly ResourceSlice[] => cache.byIndex(ResourceSlice, byPool, keyOf(pool));

export const claimsOf = (pool: Pool, cache: Cache): readonly ResourceClaim[] => cache.byIndex(ResourceClaim, byPool, keyOf(pool));

/** Those of the slices of a pool that count: slices of an older generation do not. */
export function newestOf(slices: readonly ResourceSlice[]): readonly ResourceSlice[] {
  const newest = Math.max(...slices.map(({ spec }) => spec.pool.generation));
  return slices.filter(({ spec }) => spec.pool.generation === newest);
}
