import { dirname, join, relative } from 'node:path';
import { weightOfShares, sharesOfWeight, defaultQuotaPeriodUs } from './cpu.ts';
import { readNumber, readTable, readText } from './group-files.ts';
import type { VersionTwoLayout } from './layout.ts';
import type { CgroupLimits } from './limits.ts';
import { applySettings, type Setting } from './setting.ts';
import { knownLimit, parsePressure, workingSetBytes, type CgroupUsage } from './usage.ts';
import type { CgroupVersion } from './version.ts';

/** What kubelet and runtimes need in the groups below; others stay as they are. */
const needed = new Set(['cpu', 'cpuset', 'memory', 'hugetlb', 'pids', 'io']);

/** Version 2: one hierarchy, in which a group hands on the controllers it wants its children to have. */
export function versionTwo({ mountPoint, controllers }: VersionTwoLayout): CgroupVersion {
  const wanted = controllers.filter((controller) => needed.has(controller));
  const at = (path: string): string => join(mountPoint, path);
  return {
    version: 2,
    directories: (path) => [at(path)],
    directory: (path, controller) => (wanted.includes(controller) ? at(path) : undefined),

    async prepare(made) {
      const parent = dirname(made);
      if (relative(mountPoint, parent).startsWith('..')) return;
      const enabled = new Set((await readText(parent, 'cgroup.subtree_control'))?.split(' '));
      const missing = wanted.filter((controller) => !enabled.has(controller));
      if (missing.length === 0) return;
      const value = missing.map((controller) => `+${controller}`).join(' ');
      await applySettings([{ directory: parent, file: 'cgroup.subtree_control', value }]);
    },

    settings(path, limits) {
      const settings: Setting[] = [];
      const set = (controller: string, file: string, value: number | string | undefined) => {
        if (value !== undefined && value !== '' && wanted.includes(controller))
          settings.push({ directory: at(path), file, value: String(value) });
      };
      set('cpu', 'cpu.weight', limits.cpuShares ? weightOfShares(limits.cpuShares) : undefined);
      set('cpu', 'cpu.max', cpuMax(limits));
      set('memory', 'memory.max', orMax(limits.memoryLimitBytes || undefined));
      set('pids', 'pids.max', orMax(limits.pidsLimit || undefined));
      set('cpuset', 'cpuset.cpus', limits.cpuSetCpus);
      for (const { pageSize, limitBytes } of limits.hugePageLimits ?? []) set('hugetlb', `hugetlb.${pageSize}.max`, limitBytes);
      for (const [file, value] of Object.entries(limits.unified ?? {})) set(file.slice(0, file.indexOf('.')), file, value);
      return settings;
    },

    limits: (path) => readLimits(at(path)),
    usage: (path) => readUsage(at(path)),
  };
}

const orMax = (limit: number | undefined): number | string | undefined => (limit !== undefined && limit < 0 ? 'max' : limit);

/** One file for both; the quota comes first, and a period alone is written with no limit. */
function cpuMax({ cpuQuotaUs, cpuPeriodUs }: CgroupLimits): string | undefined {
  if (!cpuQuotaUs && !cpuPeriodUs) return undefined;
  const quota = cpuQuotaUs && cpuQuotaUs > 0 ? cpuQuotaUs : 'max';
  return `${quota} ${cpuPeriodUs || defaultQuotaPeriodUs}`;
}

async function readLimits(directory: string): Promise<CgroupLimits> {
  const [weight, cpu, memoryLimit, pidsLimit] = await Promise.all([
    readNumber(directory, 'cpu.weight'),
    readText(directory, 'cpu.max'),
    readNumber(directory, 'memory.max'),
    readNumber(directory, 'pids.max'),
  ]);
  const [quota, period] = cpu?.split(' ') ?? [];
  return {
    cpuShares: weight === undefined ? undefined : sharesOfWeight(weight),
    cpuQuotaUs: quota === undefined ? undefined : quota === 'max' ? -1 : Number(quota),
    cpuPeriodUs: period === undefined ? undefined : Number(period),
    memoryLimitBytes: knownLimit(memoryLimit),
    pidsLimit: pidsLimit === Number.POSITIVE_INFINITY ? -1 : pidsLimit,
  };
}

async function readUsage(directory: string): Promise<CgroupUsage> {
  const [cpu, memoryBytes, memoryLimit, statistics, events, swapBytes, tasks, ...pressures] = await Promise.all([
    readTable(directory, 'cpu.stat'),
    readNumber(directory, 'memory.current'),
    readNumber(directory, 'memory.max'),
    readTable(directory, 'memory.stat'),
    readTable(directory, 'memory.events'),
    readNumber(directory, 'memory.swap.current'),
    readNumber(directory, 'pids.current'),
    readText(directory, 'cpu.pressure'),
    readText(directory, 'memory.pressure'),
    readText(directory, 'io.pressure'),
  ]);
  const [cpuPressure, memoryPressure, blockPressure] = pressures.map(parsePressure);
  const usageUs = cpu.get('usage_usec');
  return {
    cpuNs: usageUs === undefined ? undefined : BigInt(usageUs) * 1000n,
    memoryBytes,
    workingSetBytes: memoryBytes === undefined ? undefined : workingSetBytes(memoryBytes, statistics.get('inactive_file') ?? 0),
    residentBytes: statistics.get('anon'),
    memoryLimitBytes: knownLimit(memoryLimit),
    swapBytes,
    pageFaults: statistics.get('pgfault'),
    majorPageFaults: statistics.get('pgmajfault'),
    tasks,
    outOfMemoryKills: events.get('oom_kill'),
    cpuPressure,
    memoryPressure,
    blockPressure,
  };
}
