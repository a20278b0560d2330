// Shares, quotas and weights as upstream computes them (pkg/kubelet/cm/helpers_linux.go, cgroup_manager_linux.go), so that pods
// get the same part of a node whichever kubelet runs them. Divisions drop fractions, as Go's do.

/** The kernel's bounds for cpu.shares. */
export const minimumShares = 2;
export const maximumShares = 262_144;
const sharesPerCpu = 1024;
const millisPerCpu = 1000;

export const defaultQuotaPeriodUs = 100_000;
/** The kernel takes no quota below a millisecond. */
const minimumQuotaUs = 1000;

/** None asked for is the least there is. */
export const sharesOfMillis = (cpuMillis: number): number =>
  Math.min(maximumShares, Math.max(minimumShares, Math.trunc((cpuMillis * sharesPerCpu) / millisPerCpu)));

export const millisOfShares = (shares: number): number => (shares < minimumShares ? 0 : Math.ceil((shares * millisPerCpu) / sharesPerCpu));

/** How much of each period may be used; zero, which sets no quota, without a limit. */
export const quotaUsOfMillis = (cpuMillis: number, periodUs: number = defaultQuotaPeriodUs): number =>
  cpuMillis === 0 ? 0 : Math.max(minimumQuotaUs, Math.trunc((cpuMillis * periodUs) / millisPerCpu));

/** Zero for no limit. */
export const millisOfQuota = (quotaUs: number, periodUs: number): number =>
  quotaUs === -1 || periodUs === 0 ? 0 : Math.trunc((quotaUs * millisPerCpu) / periodUs);

/** From the range of version 1, 2 to 262144, to that of version 2, 1 to 10000. */
export const weightOfShares = (shares: number): number =>
  shares >= maximumShares ? 10_000 : 1 + Math.trunc(((Math.max(shares, minimumShares) - 2) * 9999) / 262_142);

export const sharesOfWeight = (weight: number): number => Math.trunc(((weight - 1) * 262_142) / 9999) + 2;
