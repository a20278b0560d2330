import { dirname, join } from 'node:path';
import { readBigInt, readNumber, readTable, readText } from './group-files.ts';
import type { VersionOneLayout } from './layout.ts';
import type { CgroupLimits } from './limits.ts';
import { applySettings, type Setting } from './setting.ts';
import { knownLimit, workingSetBytes, type CgroupUsage } from './usage.ts';
import type { CgroupVersion } from './version.ts';

/** Version 1: a hierarchy for each controller. */
export function versionOne(layout: VersionOneLayout): CgroupVersion {
  const directory = (path: string, controller: string): string | undefined => {
    const mountPoint = layout.controllers.get(controller);
    return mountPoint === undefined ? undefined : join(mountPoint, path);
  };
  return {
    version: 1,
    directory,
    directories: (path) => layout.hierarchies.map((mountPoint) => join(mountPoint, path)),

    async prepare(made) {
      const cpuSets = layout.controllers.get('cpuset');
      if (cpuSets !== undefined && made.startsWith(`${cpuSets}/`)) await inheritCpuSet(made);
    },

    settings(path, limits) {
      const settings: Setting[] = [];
      const set = (controller: string, file: string, value: number | string | undefined) => {
        const group = directory(path, controller);
        if (group !== undefined && value !== undefined && value !== '') settings.push({ directory: group, file, value: String(value) });
      };
      set('cpu', 'cpu.shares', limits.cpuShares || undefined);
      set('cpu', 'cpu.cfs_period_us', limits.cpuPeriodUs || undefined);
      set('cpu', 'cpu.cfs_quota_us', limits.cpuQuotaUs || undefined);
      set('memory', 'memory.limit_in_bytes', limits.memoryLimitBytes || undefined);
      set('pids', 'pids.max', limits.pidsLimit !== undefined && limits.pidsLimit < 0 ? 'max' : limits.pidsLimit || undefined);
      set('cpuset', 'cpuset.cpus', limits.cpuSetCpus);
      for (const { pageSize, limitBytes } of limits.hugePageLimits ?? []) {
        set('hugetlb', `hugetlb.${pageSize}.limit_in_bytes`, limitBytes);
      }
      return settings;
    },

    limits: (path) => readLimits({ cpu: directory(path, 'cpu'), memory: directory(path, 'memory'), pids: directory(path, 'pids') }),

    usage: (path) => readUsage({ cpu: directory(path, 'cpuacct'), memory: directory(path, 'memory'), pids: directory(path, 'pids') }),
  };
}

/** A new group has no CPUs and no memory, and takes no process, until somebody says which. */
async function inheritCpuSet(directory: string): Promise<void> {
  for (const file of ['cpuset.cpus', 'cpuset.mems']) {
    if ((await readText(directory, file)) !== '') continue;
    const inherited = await readText(dirname(directory), file);
    if (inherited) await applySettings([{ directory, file, value: inherited }]);
  }
}

interface Directories {
  readonly cpu: string | undefined;
  readonly memory: string | undefined;
  readonly pids: string | undefined;
}

async function readLimits({ cpu, memory, pids }: Directories): Promise<CgroupLimits> {
  const [cpuShares, cpuQuotaUs, cpuPeriodUs, memoryLimit, pidsLimit] = await Promise.all([
    readNumber(cpu, 'cpu.shares'),
    readNumber(cpu, 'cpu.cfs_quota_us'),
    readNumber(cpu, 'cpu.cfs_period_us'),
    readNumber(memory, 'memory.limit_in_bytes'),
    readNumber(pids, 'pids.max'),
  ]);
  return {
    cpuShares,
    cpuQuotaUs,
    cpuPeriodUs,
    memoryLimitBytes: knownLimit(memoryLimit),
    pidsLimit: pidsLimit === Number.POSITIVE_INFINITY ? -1 : pidsLimit,
  };
}

async function readUsage({ cpu, memory, pids }: Directories): Promise<CgroupUsage> {
  const [cpuNs, memoryBytes, memoryLimit, statistics, outOfMemory, tasks] = await Promise.all([
    readBigInt(cpu, 'cpuacct.usage'),
    readNumber(memory, 'memory.usage_in_bytes'),
    readNumber(memory, 'memory.limit_in_bytes'),
    readTable(memory, 'memory.stat'),
    readTable(memory, 'memory.oom_control'),
    readNumber(pids, 'pids.current'),
  ]);
  return {
    cpuNs,
    memoryBytes,
    workingSetBytes: memoryBytes === undefined ? undefined : workingSetBytes(memoryBytes, statistics.get('total_inactive_file') ?? 0),
    residentBytes: statistics.get('total_rss'),
    memoryLimitBytes: knownLimit(memoryLimit),
    swapBytes: statistics.get('total_swap'),
    pageFaults: statistics.get('total_pgfault'),
    majorPageFaults: statistics.get('total_pgmajfault'),
    tasks,
    outOfMemoryKills: outOfMemory.get('oom_kill'),
  };
}
