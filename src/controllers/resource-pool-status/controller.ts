import { timestamp } from '../../base/clock.ts';
import { ResourceClaim } from '../../kinds/resource/resource-claim.ts';
import { ResourcePoolStatusRequest } from '../../kinds/resource/resource-pool-status-request.ts';
import { ResourceSlice } from '../../kinds/resource/resource-slice.ts';
import { ApiError } from '../../model/errors.ts';
import { defineController, type Context, type Controller } from '../../runtime/controller.ts';
import { allocatedDevices, claimsOf, poolIndexes, slicesByDriver, slicesOfDriver } from '../device-pools/pools.ts';
import { answer, countPools, expiryMs, isIncomplete } from './plan.ts';

/** How long drivers get to publish the rest of a pool before it is called incomplete. */
const patienceMs = 5000;
const checkAgainMs = 500;

/** Answers those who ask how many devices there are and how many are left, and deletes questions that are old (KEP-5677). */
export const resourcePoolStatusController: Controller = defineController({
  name: 'resourcepoolstatusrequest',
  for: ResourcePoolStatusRequest,
  reads: [ResourceSlice, ResourceClaim],
  indexes: [...poolIndexes, slicesByDriver],

  async reconcile(request, context) {
    const { client, clock } = context;
    const nowMs = clock.now();
    const dueMs = expiryMs(request);
    if (dueMs <= nowMs) {
      await remove(request, context);
      return undefined;
    }
    if (request.status) return { afterMs: dueMs - nowMs };
    const pools = poolsOf(request, context);
    const isYoung = nowMs < Date.parse(request.metadata.creationTimestamp) + patienceMs;
    if (isYoung && pools.some(isIncomplete)) return { afterMs: checkAgainMs };
    const status = answer(pools, { limit: request.spec.limit, nowTimestamp: timestamp(nowMs) });
    await client.update(ResourcePoolStatusRequest, { ...request, status }, { subresource: 'status' });
    return undefined;
  },
});

function poolsOf(request: ResourcePoolStatusRequest, { cache }: Context): ReturnType<typeof countPools> {
  const { driver } = request.spec;
  const isIn = (pool: string) => (device: { driver: string; pool: string }) => device.driver === driver && device.pool === pool;
  return countPools(request, {
    slices: slicesOfDriver(driver, cache),
    allocatedIn: (pool) => claimsOf({ driver, pool }, cache).flatMap(allocatedDevices).filter(isIn(pool)).length,
  });
}

async function remove({ metadata }: ResourcePoolStatusRequest, { client }: Context): Promise<void> {
  try {
    await client.delete(ResourcePoolStatusRequest, metadata, { preconditions: { uid: metadata.uid } });
  } catch (error) {
    if (!ApiError.is(error, 'NotFound')) throw error;
  }
}
