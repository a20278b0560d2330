import type { Pod } from '../../kinds/core/pod/index.ts';
import { computeQosClass } from '../../kinds/core/pod/qos.ts';
import { podLimits as limitsOf, podRequests } from '../../kinds/core/pod/requests.ts';
import { podLimits, type CgroupLimits } from '../cgroups/limits.ts';
import type { PodIdentity } from '../cgroups/pod-cgroups.ts';
import { hugePageLimits } from '../cgroups/huge-pages.ts';
import { cpuMillis, hugePageBytes, memoryBytes } from '../containers/amounts.ts';
import type { PodParts, PodSettings } from './parts.ts';

/** The class follows from what the pod asked for at first, and stays. */
export const podIdentity = ({ metadata: { uid }, spec, status }: Pod): PodIdentity => ({
  uid,
  qosClass: status.qosClass ?? computeQosClass(spec),
});

/** What all containers of a pod together may use. */
export function podCgroupLimits(pod: Pod, { resources, podPidsLimit }: Pick<PodSettings, 'resources' | 'podPidsLimit'>): CgroupLimits {
  const { spec } = pod;
  const requests = podRequests(pod);
  const limits = limitsOf(pod);
  const counted = [...spec.containers, ...(spec.initContainers ?? [])];
  const all = (amount: typeof cpuMillis) =>
    counted.every((container) => amount(container.resources?.limits) > 0) || amount(spec.resources?.limits) > 0;
  return podLimits({
    qosClass: podIdentity(pod).qosClass,
    cpuRequestMillis: cpuMillis(requests),
    cpuLimitMillis: cpuMillis(limits),
    memoryLimitBytes: memoryBytes(limits),
    cpuLimited: all(cpuMillis),
    memoryLimited: all(memoryBytes),
    hugePageLimits: hugePageLimits(resources.hugePageSizes, hugePageBytes(requests)),
    pidsLimit: podPidsLimit,
  });
}

type Parts = Pick<PodParts, 'cgroups' | 'settings'>;

export async function cgroupUp(pod: Pod, { cgroups, settings }: Parts): Promise<void> {
  await cgroups.create(podIdentity(pod), podCgroupLimits(pod, settings));
}

/** Also ends processes the runtime has left behind. */
export async function cgroupDown(identity: PodIdentity, { cgroups }: Parts, signal: AbortSignal): Promise<void> {
  await cgroups.remove(identity, { signal });
}
