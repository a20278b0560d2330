import type { Pressure, PressureShare } from '../runtime/statistics.ts';

/** What a group and all below it use. What its controllers do not count is left out. */
export interface CgroupUsage {
  readonly cpuNs?: bigint | undefined;
  readonly memoryBytes?: number | undefined;
  /** Without what the kernel can drop first: file pages nobody has used for long. What eviction and metrics go by. */
  readonly workingSetBytes?: number | undefined;
  /** Memory of processes themselves, not of files. */
  readonly residentBytes?: number | undefined;
  /** Undefined without a limit. */
  readonly memoryLimitBytes?: number | undefined;
  readonly swapBytes?: number | undefined;
  readonly pageFaults?: number | undefined;
  readonly majorPageFaults?: number | undefined;
  /** Threads and processes. */
  readonly tasks?: number | undefined;
  /** How often the kernel killed a process of the group for want of memory. */
  readonly outOfMemoryKills?: number | undefined;
  readonly cpuPressure?: Pressure | undefined;
  readonly memoryPressure?: Pressure | undefined;
  readonly blockPressure?: Pressure | undefined;
}

/** As upstream: what is in use less inactive file pages, and never below zero, since the two are not read at one moment. */
export const workingSetBytes = (memoryBytes: number, inactiveFileBytes: number): number => Math.max(0, memoryBytes - inactiveFileBytes);

/** Version 1 writes "no limit" as the largest number of pages that fits. */
const unlimitedBytes = 2 ** 62;

export const knownLimit = (limitBytes: number | undefined): number | undefined =>
  limitBytes === undefined || limitBytes >= unlimitedBytes ? undefined : limitBytes;

/** The kernel's pressure file: a line each for some and full, times in microseconds. */
export function parsePressure(text: string | undefined): Pressure | undefined {
  if (text === undefined) return undefined;
  const shares = new Map(text.split('\n').map((line) => [line.slice(0, line.indexOf(' ')), parseShare(line)]));
  return { some: shares.get('some'), full: shares.get('full') };
}

function parseShare(line: string): PressureShare {
  const values = new Map(line.split(' ').map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]));
  const percent = (name: string) => Number(values.get(name) ?? 0);
  return {
    totalNs: BigInt(values.get('total') ?? 0) * 1000n,
    percentOver10s: percent('avg10'),
    percentOver60s: percent('avg60'),
    percentOver300s: percent('avg300'),
  };
}
