import { DeviceTaintRuleBeta, type DeviceTaintRule } from '../../kinds/resource/device-taint-rule.ts';
import { ResourceClaim } from '../../kinds/resource/resource-claim.ts';
import type { DeviceRequestAllocationResult } from '../../kinds/resource/resource-claim.ts';
import type { Cache } from '../../runtime/cache.ts';
import { index } from '../../runtime/controller.ts';
import { allocatedDevices, claimsOf } from '../device-pools/pools.ts';
import { selects } from './plan.ts';

const name = 'evicting, by driver';
/** No driver has this name. */
const anyDriver = '*';

export const isEvicting = ({ spec }: DeviceTaintRule): boolean => spec.taint.effect === 'NoExecute';

/** Rules that end pods, by the driver of the devices that they are for. */
export const evictingRules = index(DeviceTaintRuleBeta, name, (rule) =>
  isEvicting(rule) && rule.spec.deviceSelector ? [rule.spec.deviceSelector.driver ?? anyDriver] : [],
);

export const evictingRulesFor = (allocated: DeviceRequestAllocationResult, cache: Cache): readonly DeviceTaintRule[] =>
  [allocated.driver, anyDriver]
    .flatMap((driver) => cache.byIndex(DeviceTaintRuleBeta, name, driver))
    .filter((rule) => selects(rule, allocated));

/** Claims that have devices which the rule is for. */
export function claimsWith(rule: DeviceTaintRule, cache: Cache): readonly ResourceClaim[] {
  const { driver, pool } = rule.spec.deviceSelector ?? {};
  const candidates = driver !== undefined && pool !== undefined ? claimsOf({ driver, pool }, cache) : cache.list(ResourceClaim);
  return candidates.filter((claim) => allocatedDevices(claim).some((allocated) => selects(rule, allocated)));
}
