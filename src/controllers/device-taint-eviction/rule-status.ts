import { timestamp } from '../../base/clock.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { DeviceTaintRuleBeta, type DeviceTaintRule } from '../../kinds/resource/device-taint-rule.ts';
import { ResourceClaim } from '../../kinds/resource/resource-claim.ts';
import { ResourceSlice } from '../../kinds/resource/resource-slice.ts';
import { findCondition } from '../../model/conditions.ts';
import { apiVersionOf } from '../../model/kind.ts';
import type { Cache } from '../../runtime/cache.ts';
import { defineController, on, type Controller } from '../../runtime/controller.ts';
import { allocatedDevices, newestOf, poolIndexes, poolOf, slicesByDriver, slicesOfDriver } from '../device-pools/pools.ts';
import { podsByResourceClaim, podsOfResourceClaim } from '../pods/resource-claims.ts';
import { selects } from './plan.ts';
import { conditionOf, conditionType, type Outlook } from './rule-condition.ts';
import type { RuleRecords } from './rule-records.ts';
import { claimsWith, isEvicting } from './rules.ts';
import { evictionBy, type DeviceTaintFeatures } from './used-devices.ts';

const fieldManager = 'device-taint-eviction-controller';
/** Pods go one by one, and their number need not be told after each. */
const periodMs = 10_000;

/** Says in rules how far they have come. */
export const ruleStatusController = (features: DeviceTaintFeatures, records: RuleRecords): Controller =>
  defineController({
    name: 'device-taint-rule-status',
    for: DeviceTaintRuleBeta,
    wakes: [
      records.wake,
      on(DeviceTaintRuleBeta, (rule, { isDeleted }) => {
        if (isDeleted) records.forget(rule);
        return [];
      }),
    ],
    reads: [Pod, ResourceClaim, ResourceSlice],
    indexes: [podsByResourceClaim, ...poolIndexes, slicesByDriver],
    isWokenBy: (next, previous) => next.metadata.generation !== previous.metadata.generation,

    async reconcile(rule, { client, cache, clock }) {
      const { name, uid, generation } = rule.metadata;
      const current = findCondition(rule.status.conditions, conditionType);
      if (current?.observedGeneration === generation) {
        // What another effect comes to is told once.
        if (current && !isEvicting(rule)) return undefined;
        const readyMs = periodMs + Math.max(Date.parse(current?.lastTransitionTime ?? ''), records.newsMs(rule));
        if (clock.now() < readyMs) return { afterMs: readyMs - clock.now() };
      }
      const pending = pendingPods(rule, features, cache);
      const condition = conditionOf(rule, {
        pendingIn: pending.map(({ metadata }) => metadata.namespace ?? ''),
        evictedPods: records.evictedPods(rule),
        ...devicesOf(rule, cache),
      });
      if (!current || Object.entries(condition).some(([field, value]) => current[field as keyof typeof condition] !== value)) {
        const conditions = [{ ...condition, lastTransitionTime: timestamp(clock.now()) }];
        const { kind } = DeviceTaintRuleBeta;
        const body = { apiVersion: apiVersionOf(DeviceTaintRuleBeta), kind, metadata: { name, uid }, status: { conditions } };
        await client.patch(DeviceTaintRuleBeta, { name }, { type: 'apply', body, fieldManager, force: true }, { subresource: 'status' });
      }
      return isEvicting(rule) && pending.length > 0 ? { afterMs: periodMs } : undefined;
    },
  });

function pendingPods(rule: DeviceTaintRule, features: DeviceTaintFeatures, cache: Cache): readonly Pod[] {
  if (rule.spec.taint.effect === 'NoSchedule') return [];
  const users = new Set(claimsWith(rule, cache).flatMap((claim) => podsOfResourceClaim(claim, cache)));
  return [...users].filter((pod) => pod.metadata.deletionTimestamp === undefined && evictionBy(rule, pod, features, cache));
}

function devicesOf(rule: DeviceTaintRule, cache: Cache): Pick<Outlook, 'publishedDevices' | 'allocatedDevices'> {
  if (rule.spec.taint.effect !== 'None') return { publishedDevices: 0, allocatedDevices: 0 };
  const { driver } = rule.spec.deviceSelector ?? {};
  const slices = driver === undefined ? cache.list(ResourceSlice) : slicesOfDriver(driver, cache);
  const pools = Map.groupBy(slices, ({ spec }) => `${spec.driver}/${spec.pool.name}`);
  const published = [...pools.values()]
    .flatMap(newestOf)
    .flatMap((slice) => (slice.spec.devices ?? []).map((device) => ({ ...poolOf(slice), device: device.name })));
  const allocated = claimsWith(rule, cache).flatMap(allocatedDevices);
  const count = (devices: readonly Parameters<typeof selects>[1][]) => devices.filter((device) => selects(rule, device)).length;
  return { publishedDevices: count(published), allocatedDevices: count(allocated) };
}
