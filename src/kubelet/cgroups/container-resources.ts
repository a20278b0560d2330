import type { HugePageLimit, LinuxResources } from '../runtime/linux-resources.ts';
import { defaultQuotaPeriodUs, quotaUsOfMillis, sharesOfMillis } from './cpu.ts';

/** What a container asks for and may use, as plain numbers. */
export interface ContainerResourcesInput {
  readonly cpuRequestMillis?: number | undefined;
  /** The container's own limit or, without one, that of the pod as a whole. */
  readonly cpuLimitMillis?: number | undefined;
  readonly memoryLimitBytes?: number | undefined;
  readonly oomScoreAdjustment?: number | undefined;
  readonly hugePageLimits?: readonly HugePageLimit[] | undefined;
  /** False where the node does not enforce limits by quota. */
  readonly enforceCpuQuota?: boolean | undefined;
  readonly cpuQuotaPeriodUs?: number | undefined;
  /** Containers with whole CPUs to themselves have no quota, which could only throttle them. */
  readonly exclusiveCpus?: boolean | undefined;
  /** On version 2 the kernel is asked to kill all processes of a container together. */
  readonly killTogether?: boolean | undefined;
}

/** As upstream's calculateLinuxResources. Left out means no limit. */
export function containerResources({
  cpuRequestMillis,
  cpuLimitMillis = 0,
  memoryLimitBytes = 0,
  oomScoreAdjustment,
  hugePageLimits,
  enforceCpuQuota = true,
  cpuQuotaPeriodUs = defaultQuotaPeriodUs,
  exclusiveCpus = false,
  killTogether = false,
}: ContainerResourcesInput): LinuxResources {
  return {
    // A limit alone is a request of the same size.
    cpuShares: sharesOfMillis(cpuRequestMillis ?? cpuLimitMillis),
    ...(memoryLimitBytes > 0 ? { memoryLimitBytes } : {}),
    ...(enforceCpuQuota
      ? { cpuPeriodUs: cpuQuotaPeriodUs, cpuQuotaUs: exclusiveCpus ? -1 : quotaUsOfMillis(cpuLimitMillis, cpuQuotaPeriodUs) }
      : {}),
    oomScoreAdjustment,
    hugePageLimits,
    unified: killTogether ? { 'memory.oom.group': '1' } : undefined,
  };
}
