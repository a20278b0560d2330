import { keyOf } from '../../client/informer.ts';
import type { Ref } from '../../client/client.ts';
import type { EventRecorder } from '../../client/events/event-recorder.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { isPodTerminal } from '../../kinds/core/pod/readiness.ts';
import { ResourceClaim } from '../../kinds/resource/resource-claim.ts';
import { ResourceSlice } from '../../kinds/resource/resource-slice.ts';
import { ApiError } from '../../model/errors.ts';
import type { Cache } from '../../runtime/cache.ts';
import { defineController, index, on, type Context, type Controller } from '../../runtime/controller.ts';
import { disruptionCondition, patchPodStatus } from '../pods/disruption.ts';
import { claimNameFor, podsByResourceClaim, podsOfResourceClaim, serves } from '../pods/resource-claims.ts';
import { deviceIn, evictingTaints, evictionMs } from './plan.ts';

const claimsByPool = 'pool of devices';
const slicesByPool = 'pool';
const poolKey = (driver: string, pool: string): string => `${driver}/${pool}`;
const poolOf = ({ spec }: ResourceSlice): string => poolKey(spec.driver, spec.pool.name);
const resultsOf = ({ status }: ResourceClaim) => status.allocation?.devices?.results ?? [];
const isTainted = ({ spec }: ResourceSlice): boolean => (spec.devices ?? []).some((device) => evictingTaints(device).length > 0);

/** Ends pods whose devices have taints that their claims do not tolerate, or no longer (KEP-5055). */
export function deviceTaintEvictionController(): Controller {
  /** Pods that are to go, unless something changes. */
  const due = new Set<string>();
  const cancel = (pod: Ref, events: EventRecorder) => {
    if (due.delete(keyOf(pod))) evictionEvent(events, pod, 'Cancelling deletion');
  };

  return defineController({
    name: 'device-taint-eviction',
    for: Pod,
    wakes: [
      on(ResourceClaim, (claim, { cache }) => podsOfResourceClaim(claim, cache).map(({ metadata }) => metadata)),
      on(ResourceSlice, (slice, { previous, cache }) =>
        isTainted(slice) || (previous && isTainted(previous))
          ? cache
              .byIndex(ResourceClaim, claimsByPool, poolOf(slice))
              .flatMap((claim) => podsOfResourceClaim(claim, cache).map(({ metadata }) => metadata))
          : [],
      ),
    ],
    indexes: [
      podsByResourceClaim,
      index(ResourceClaim, claimsByPool, (claim) => [...new Set(resultsOf(claim).map(({ driver, pool }) => poolKey(driver, pool)))]),
      index(ResourceSlice, slicesByPool, (slice) => [poolOf(slice)]),
    ],
    workers: 8,
    isWokenBy: (next, previous) =>
      next.spec.nodeName !== previous.spec.nodeName || next.status.resourceClaimStatuses !== previous.status.resourceClaimStatuses,

    async reconcile(pod, context) {
      const { cache, clock, events } = context;
      const key = keyOf(pod.metadata);
      const isEnding = isPodTerminal(pod) || pod.metadata.deletionTimestamp !== undefined;
      const dueMs = isEnding ? undefined : evictionMs(pod, usedClaims(pod, cache));
      if (dueMs === undefined) {
        if (isEnding) due.delete(key);
        else cancel(pod.metadata, events);
        return undefined;
      }
      due.add(key);
      const leftMs = dueMs - clock.now();
      if (leftMs > 0) return { afterMs: leftMs };
      await evict(pod, context);
      due.delete(key);
      return undefined;
    },

    async reconcileDeleted(ref) {
      due.delete(keyOf(ref));
    },
  });
}

const usedClaims = (pod: Pod, cache: Cache) => ({
  claims: (pod.spec.resourceClaims ?? []).flatMap((entry) => {
    const found = claimNameFor(pod, entry);
    const claim = typeof found === 'string' ? undefined : cache.get(ResourceClaim, { namespace: pod.metadata.namespace, name: found.name });
    return claim && serves(claim, { pod, entry }) ? [claim] : [];
  }),
  deviceOf: ({ driver, pool, device }: { driver: string; pool: string; device: string }) =>
    deviceIn(cache.byIndex(ResourceSlice, slicesByPool, poolKey(driver, pool)), device),
});

const disruption = { reason: 'DeletionByDeviceTaintManager', message: 'Device Taint manager: deleting due to NoExecute taint' };

async function evict(pod: Pod, { client, clock, events }: Context): Promise<void> {
  evictionEvent(events, pod.metadata, 'Marking for deletion');
  try {
    const condition = disruptionCondition(pod, disruption, clock.now());
    if (condition) await patchPodStatus(client, pod, { conditions: [condition] });
    await client.delete(Pod, pod.metadata, { preconditions: { uid: pod.metadata.uid } });
  } catch (error) {
    if (!ApiError.is(error, 'NotFound')) throw error;
  }
}

const evictionEvent = (events: EventRecorder, { name, namespace = '' }: Ref, message: string): void =>
  events.event({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace } }, { reason: 'DeviceTaintManagerEviction', message });
