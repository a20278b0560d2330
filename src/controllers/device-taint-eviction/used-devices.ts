import type { Pod } from '../../kinds/core/pod/index.ts';
import { ResourceClaim, type DeviceRequestAllocationResult } from '../../kinds/resource/resource-claim.ts';
import type { DeviceTaintRule } from '../../kinds/resource/device-taint-rule.ts';
import type { Cache } from '../../runtime/cache.ts';
import { slicesOf } from '../device-pools/pools.ts';
import { claimNameFor, isReservedFor, serves, type GroupClaims } from '../pods/resource-claims.ts';
import { deviceIn, evictingTaints, evictionOf, selects, type EvictingTaint, type Eviction } from './plan.ts';
import { evictingRulesFor } from './rules.ts';

export interface DeviceTaintFeatures extends GroupClaims {
  /** Whether rules put taints on devices, too. */
  readonly withRules: boolean;
}

/** Why and when the pod has to be gone, as copies have it. */
export const evictionNow = (pod: Pod, features: DeviceTaintFeatures, cache: Cache): Eviction | undefined =>
  evictionOf(pod, usedClaims(pod, features, cache), (allocated) => [
    ...taintsOfDriver(allocated, cache),
    ...(features.withRules ? evictingRulesFor(allocated, cache) : []).map(taintOfRule),
  ]);

/** The same, for this one rule, as if it ended pods. */
export const evictionBy = (rule: DeviceTaintRule, pod: Pod, features: DeviceTaintFeatures, cache: Cache): Eviction | undefined =>
  evictionOf(pod, usedClaims(pod, features, cache), (allocated) => (selects(rule, allocated) ? [taintOfRule(rule)] : []));

const taintOfRule = (rule: DeviceTaintRule): EvictingTaint => ({ taint: { ...rule.spec.taint, effect: 'NoExecute' }, rule });

const taintsOfDriver = (allocated: DeviceRequestAllocationResult, cache: Cache): readonly EvictingTaint[] => {
  const device = deviceIn(slicesOf(allocated, cache), allocated.device);
  return (device ? evictingTaints(device) : []).map((taint) => ({ taint }));
};

const usedClaims = (pod: Pod, { withGroups }: GroupClaims, cache: Cache): readonly ResourceClaim[] =>
  (pod.spec.resourceClaims ?? []).flatMap((entry) => {
    const found = claimNameFor(pod, entry);
    const claim = typeof found === 'string' ? undefined : cache.get(ResourceClaim, { namespace: pod.metadata.namespace, name: found.name });
    return claim && serves(claim, { pod, entry, withGroups }) && isReservedFor(claim, pod, { withGroups }) ? [claim] : [];
  });
