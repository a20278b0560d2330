/** Limits of a control group, in the kernel's own units. What is left out keeps the runtime's or the kernel's default. */
export interface LinuxResources {
  readonly cpuPeriodUs?: number | undefined;
  /** -1 for no limit. */
  readonly cpuQuotaUs?: number | undefined;
  readonly cpuShares?: number | undefined;
  readonly memoryLimitBytes?: number | undefined;
  readonly oomScoreAdjustment?: number | undefined;
  /** In the kernel's list format, as in `0-3,7`. */
  readonly cpuSetCpus?: string | undefined;
  readonly cpuSetMemoryNodes?: string | undefined;
  readonly hugePageLimits?: readonly HugePageLimit[] | undefined;
  /** Files of cgroup v2 and what to write to them. */
  readonly unified?: Readonly<Record<string, string>> | undefined;
  /** Memory and swap together. */
  readonly memorySwapLimitBytes?: number | undefined;
}

export interface HugePageLimit {
  /** As the kernel names it, as in `2MB`. */
  readonly pageSize: string;
  readonly limitBytes: number;
}
