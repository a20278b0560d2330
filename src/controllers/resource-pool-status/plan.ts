import type { PoolStatus, ResourcePoolStatusRequestStatus } from '../../kinds/resource/pool-status.ts';
import type { ResourcePoolStatusRequest } from '../../kinds/resource/resource-pool-status-request.ts';
import type { ResourceSlice } from '../../kinds/resource/resource-slice.ts';
import { newestOf } from '../device-pools/pools.ts';

const hourMs = 3_600_000;
/** How long an answer can be read, and how long a question waits that gets none. */
const keptMs = { answered: hourMs, waiting: 24 * hourMs };
/** How many pools an answer holds for those who do not say. */
const usualLimit = 100;
const longestError = 256;

/** When the request is to be deleted. */
export function expiryMs({ metadata, status }: ResourcePoolStatusRequest): number {
  const createdMs = Date.parse(metadata.creationTimestamp);
  if (!status) return createdMs + keptMs.waiting;
  const ended = status.conditions?.find(({ type }) => type === 'Complete' || type === 'Failed');
  return (ended ? Date.parse(ended.lastTransitionTime) : createdMs) + keptMs.answered;
}

export interface Known {
  /** Of the driver that is asked about. */
  readonly slices: readonly ResourceSlice[];
  /** How many devices of the pool claims have got. */
  readonly allocatedIn: (pool: string) => number;
}

/** The pools that are asked about, by their names. */
export function countPools({ spec }: ResourcePoolStatusRequest, { slices, allocatedIn }: Known): readonly PoolStatus[] {
  const asked = slices.filter((slice) => !spec.poolName || slice.spec.pool.name === spec.poolName);
  const byPool = Map.groupBy(asked, (slice) => slice.spec.pool.name);
  return [...byPool]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([poolName, all]) => {
      const newest = newestOf(all);
      const { driver, limit: _limit } = spec;
      return { driver, poolName, ...nodeOf(newest), ...countsOf(newest, `${driver}/${poolName}`, allocatedIn(poolName)) };
    });
}

/** Whether drivers may be about to publish the rest. */
export const isIncomplete = ({ validationError }: PoolStatus): boolean => validationError !== undefined;

function nodeOf(slices: readonly ResourceSlice[]): Pick<PoolStatus, 'nodeName'> {
  const [nodeName, ...others] = new Set(slices.map(({ spec }) => spec.nodeName));
  return nodeName && others.length === 0 ? { nodeName } : {};
}

function countsOf(slices: readonly ResourceSlice[], pool: string, allocatedDevices: number): Omit<PoolStatus, 'driver' | 'poolName'> {
  // Pools are made of slices.
  const { generation = 0, resourceSliceCount = 0 } = slices[0]?.spec.pool ?? {};
  if (slices.length < resourceSliceCount) {
    const message = `pool ${pool} is incomplete: observed ${slices.length}/${resourceSliceCount} slices at generation ${generation}`;
    return { generation, validationError: message.slice(0, longestError) };
  }
  const totalDevices = slices.reduce((sum, { spec }) => sum + (spec.devices?.length ?? 0), 0);
  return {
    generation,
    resourceSliceCount: slices.length,
    totalDevices,
    allocatedDevices,
    availableDevices: Math.max(0, totalDevices - allocatedDevices),
    unavailableDevices: 0,
  };
}

/** The answer, which is given once. */
export function answer(
  pools: readonly PoolStatus[],
  { limit = usualLimit, nowTimestamp }: { limit?: number | undefined; nowTimestamp: string },
): ResourcePoolStatusRequestStatus {
  const shown = pools.slice(0, limit);
  const incomplete = shown.filter(isIncomplete).length;
  const message = `Calculated status for ${shown.length} pools${incomplete > 0 ? ` (${incomplete} incomplete)` : ''}`;
  return {
    poolCount: pools.length,
    pools: shown,
    conditions: [{ type: 'Complete', status: 'True', lastTransitionTime: nowTimestamp, reason: 'CalculationComplete', message }],
  };
}
