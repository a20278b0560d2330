import type { Pod } from '../../kinds/core/pod/index.ts';
import type { DeviceTaint, DeviceToleration } from '../../kinds/resource/device.ts';
import type { DeviceTaintRule } from '../../kinds/resource/device-taint-rule.ts';
import type { DeviceRequestAllocationResult, ResourceClaim } from '../../kinds/resource/resource-claim.ts';
import type { Device, ResourceSlice } from '../../kinds/resource/resource-slice.ts';
import { newestOf } from '../device-pools/pools.ts';

/** The device of that name; slices of an older generation of the pool do not count. */
export const deviceIn = (slices: readonly ResourceSlice[], name: string): Device | undefined =>
  newestOf(slices)
    .flatMap(({ spec }) => spec.devices ?? [])
    .find((device) => device.name === name);

export const evictingTaints = ({ taints = [] }: Device): readonly DeviceTaint[] => taints.filter(({ effect }) => effect === 'NoExecute');

/** A rule that says no more than that there is one selects nothing; an empty selector selects every device. */
export function selects(
  { spec }: DeviceTaintRule,
  named: { readonly driver: string; readonly pool: string; readonly device: string },
): boolean {
  const { deviceSelector: selector } = spec;
  if (!selector) return false;
  return (['driver', 'pool', 'device'] as const).every((part) => selector[part] === undefined || selector[part] === named[part]);
}

/** A taint that ends pods, and the rule that it comes from, if not from a driver. */
export interface EvictingTaint {
  readonly taint: DeviceTaint;
  readonly rule?: DeviceTaintRule;
}

/** Why and when a pod has to be gone. */
export interface Eviction {
  readonly dueMs: number;
  readonly rules: readonly DeviceTaintRule[];
}

/** Once the first of the devices has had a taint for longer than that was tolerated. `claims` are those that the pod may use. */
export function evictionOf(
  { spec }: Pod,
  claims: readonly ResourceClaim[],
  taintsOf: (allocated: DeviceRequestAllocationResult) => readonly EvictingTaint[],
): Eviction | undefined {
  if (!spec.nodeName) return undefined;
  const ends = claims
    .flatMap(({ status }) => status.allocation?.devices?.results ?? [])
    .flatMap((allocated) =>
      taintsOf(allocated).map(({ taint, rule }) => ({ rule, dueMs: endOfTolerance(taint, allocated.tolerations ?? []) })),
    );
  const times = ends.flatMap(({ dueMs }) => dueMs ?? []);
  if (times.length === 0) return undefined;
  const rules = new Set(ends.flatMap(({ rule, dueMs }) => (rule && dueMs !== undefined ? [rule] : [])));
  return { dueMs: Math.min(...times), rules: [...rules] };
}

function endOfTolerance(taint: DeviceTaint, tolerations: readonly DeviceToleration[]): number | undefined {
  if (!taint.timeAdded) return undefined;
  const tolerating = tolerations.filter((toleration) => tolerates(toleration, taint));
  const seconds = tolerating.map(({ tolerationSeconds }) => tolerationSeconds);
  if (seconds.includes(undefined)) return undefined;
  const shortest = seconds.length > 0 ? Math.max(0, Math.min(...seconds.map((each) => each ?? 0))) : 0;
  return Date.parse(taint.timeAdded) + shortest * 1000;
}

/** Only those that name the effect: one for all effects lets a claim have the device, and a pod lose it. */
const tolerates = ({ key, operator = 'Equal', value = '', effect }: DeviceToleration, taint: DeviceTaint): boolean =>
  effect === taint.effect && (!key || key === taint.key) && (operator === 'Exists' || value === (taint.value ?? ''));
