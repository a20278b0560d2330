import type { CgroupUsage } from '../../cgroups/usage.ts';
import type { CpuStatistics, MemoryStatistics, SwapStatistics } from './summary.ts';

export interface GroupStatistics {
  readonly cpu?: CpuStatistics;
  readonly memory?: MemoryStatistics;
  readonly swap?: SwapStatistics;
}

export interface GroupStatisticsOptions {
  readonly nowMs: number;
  /** Of all memory, where the group has no limit of its own. */
  readonly capacityBytes?: number | undefined;
  readonly usageNanoCores?: number | undefined;
}

/** What a control group uses, in the form of a summary. What is not counted is left out. */
export function groupStatistics(
  usage: CgroupUsage | undefined,
  { nowMs, capacityBytes, usageNanoCores }: GroupStatisticsOptions,
): GroupStatistics {
  if (!usage) return {};
  // With milliseconds, since others compute rates from it.
  const time = new Date(nowMs).toISOString();
  const { cpuNs, memoryBytes, workingSetBytes, residentBytes, pageFaults, majorPageFaults, swapBytes } = usage;
  const limitBytes = usage.memoryLimitBytes ?? capacityBytes;
  const availableBytes = limitBytes === undefined || workingSetBytes === undefined ? undefined : Math.max(0, limitBytes - workingSetBytes);
  return {
    ...(cpuNs !== undefined && { cpu: { time, usageNanoCores, usageCoreNanoSeconds: Number(cpuNs) } }),
    ...(memoryBytes !== undefined && {
      memory: { time, availableBytes, usageBytes: memoryBytes, workingSetBytes, rssBytes: residentBytes, pageFaults, majorPageFaults },
    }),
    ...(swapBytes !== undefined && { swap: { time, swapUsageBytes: swapBytes } }),
  };
}
