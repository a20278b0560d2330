import type { Pod } from '../../kinds/core/pod/index.ts';
import type { DeviceTaint, DeviceToleration } from '../../kinds/resource/device.ts';
import type { DeviceRequestAllocationResult, ResourceClaim } from '../../kinds/resource/resource-claim.ts';
import type { Device, ResourceSlice } from '../../kinds/resource/resource-slice.ts';

/** The device of that name; slices of an older generation of the pool do not count. */
export function deviceIn(slices: readonly ResourceSlice[], name: string): Device | undefined {
  const newest = Math.max(...slices.map(({ spec }) => spec.pool.generation));
  return slices
    .filter(({ spec }) => spec.pool.generation === newest)
    .flatMap(({ spec }) => spec.devices ?? [])
    .find((device) => device.name === name);
}

export const evictingTaints = ({ taints = [] }: Device): readonly DeviceTaint[] => taints.filter(({ effect }) => effect === 'NoExecute');

export interface UsedClaims {
  readonly claims: readonly ResourceClaim[];
  /** The device as its driver tells of it now. */
  readonly deviceOf: (allocated: DeviceRequestAllocationResult) => Device | undefined;
}

/** When a pod has to be gone: once the first of its devices has had a taint for longer than that was tolerated. Undefined is never. */
export function evictionMs({ metadata, spec }: Pod, { claims, deviceOf }: UsedClaims): number | undefined {
  if (!spec.nodeName) return undefined;
  const times = claims
    .filter(({ status }) => status.reservedFor?.some(({ uid }) => uid === metadata.uid))
    .flatMap(({ status }) => status.allocation?.devices?.results ?? [])
    .flatMap((allocated) => {
      const device = deviceOf(allocated);
      return (device ? evictingTaints(device) : []).map((taint) => endOfTolerance(taint, allocated.tolerations ?? []));
    })
    .filter((time) => time !== undefined);
  return times.length > 0 ? Math.min(...times) : undefined;
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
