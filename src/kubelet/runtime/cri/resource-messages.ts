import { list, mapOf } from '../../../base/protobuf/composite.ts';
import { message } from '../../../base/protobuf/message.ts';
import { int64, text, uint64 } from '../../../base/protobuf/scalar.ts';
import type { HugePageLimit, LinuxResources } from '../linux-resources.ts';

const hugePageLimit = message<HugePageLimit>({
  pageSize: [1, text],
  limitBytes: [2, uint64],
});

export const linuxResources = message<LinuxResources>({
  cpuPeriodUs: [1, int64],
  cpuQuotaUs: [2, int64],
  cpuShares: [3, int64],
  memoryLimitBytes: [4, int64],
  oomScoreAdjustment: [5, int64],
  cpuSetCpus: [6, text],
  cpuSetMemoryNodes: [7, text],
  hugePageLimits: [8, list(hugePageLimit)],
  unified: [9, mapOf(text)],
  memorySwapLimitBytes: [10, int64],
});
