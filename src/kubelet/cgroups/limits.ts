import type { LinuxResources } from '../runtime/linux-resources.ts';
import { defaultQuotaPeriodUs, minimumShares, quotaUsOfMillis, sharesOfMillis } from './cpu.ts';
import type { QosClass } from './quality-of-service.ts';

/** What the kubelet sets on a group of its own. What is left out stays as it is. */
export interface CgroupLimits extends Pick<
  LinuxResources,
  'cpuShares' | 'cpuQuotaUs' | 'cpuPeriodUs' | 'memoryLimitBytes' | 'hugePageLimits' | 'unified' | 'cpuSetCpus'
> {
  /** Tasks, of which each process has at least one; -1 for no limit. */
  readonly pidsLimit?: number | undefined;
}

export interface PodLimitsInput {
  readonly qosClass: QosClass;
  /** Sums over the containers, with the overhead of the runtime class. */
  readonly cpuRequestMillis: number;
  readonly cpuLimitMillis: number;
  readonly memoryLimitBytes: number;
  /** Whether every container, or the pod as a whole, has the limit: only then does the sum mean anything. */
  readonly cpuLimited: boolean;
  readonly memoryLimited: boolean;
  readonly hugePageLimits?: CgroupLimits['hugePageLimits'];
  readonly pidsLimit?: number | undefined;
  readonly enforceCpuQuota?: boolean | undefined;
  readonly cpuQuotaPeriodUs?: number | undefined;
}

/** As upstream's ResourceConfigForPod. */
export function podLimits({
  qosClass,
  cpuRequestMillis,
  cpuLimitMillis,
  memoryLimitBytes,
  cpuLimited,
  memoryLimited,
  hugePageLimits,
  pidsLimit,
  enforceCpuQuota = true,
  cpuQuotaPeriodUs = defaultQuotaPeriodUs,
}: PodLimitsInput): CgroupLimits {
  const always = { hugePageLimits, pidsLimit: pidsLimit !== undefined && pidsLimit > 0 ? pidsLimit : undefined };
  if (qosClass === 'BestEffort') return { ...always, cpuShares: minimumShares };
  const guaranteed = qosClass === 'Guaranteed';
  const cpuQuotaUs = enforceCpuQuota ? quotaUsOfMillis(cpuLimitMillis, cpuQuotaPeriodUs) : -1;
  return {
    ...always,
    cpuShares: sharesOfMillis(cpuRequestMillis),
    ...(guaranteed || cpuLimited ? { cpuQuotaUs, cpuPeriodUs: cpuQuotaPeriodUs } : {}),
    ...(guaranteed || memoryLimited ? { memoryLimitBytes } : {}),
  };
}

/** All burstable pods together weigh what they asked for together. */
export const burstableLimits = (cpuRequestMillis: number): CgroupLimits => ({ cpuShares: sharesOfMillis(cpuRequestMillis) });

export const bestEffortLimits: CgroupLimits = { cpuShares: minimumShares };

/** Of the group above all pods: what the node can give them, so that they cannot starve the rest of the node. */
export const allocatableLimits = ({
  cpuMillis,
  memoryBytes,
  pids,
}: {
  readonly cpuMillis: number;
  readonly memoryBytes?: number | undefined;
  readonly pids?: number | undefined;
}): CgroupLimits => ({ cpuShares: sharesOfMillis(cpuMillis), memoryLimitBytes: memoryBytes, pidsLimit: pids });
