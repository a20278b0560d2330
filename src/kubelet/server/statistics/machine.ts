import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import type { InterfaceStatistics } from './summary.ts';

/** What the kernel says of the machine, and of the network this process is in. */
export interface Machine {
  readonly processors: number;
  readonly memoryBytes: number;
  /** Less what can be had without swapping. */
  readonly usedMemoryBytes: number;
  /** Of all processors since the machine started. */
  readonly cpuNs: bigint;
  readonly startedAtMs: number;
  readonly maxProcesses: number;
  readonly processes: number;
  readonly interfaces: readonly InterfaceStatistics[];
}

export async function readMachine(): Promise<Machine> {
  const paths = ['/proc/meminfo', '/proc/stat', '/proc/loadavg', '/proc/sys/kernel/pid_max', '/proc/self/net/dev'];
  const [memory = '', statistics = '', load = '', maxProcesses = '', network = ''] = await Promise.all(
    paths.map((path) => readFile(path, 'utf8')),
  );
  return {
    processors: cpus().length,
    ...parseMemory(memory),
    ...parseStatistics(statistics),
    ...parseLoad(load),
    maxProcesses: Number(maxProcesses),
    interfaces: parseInterfaces(network),
  };
}

export function parseMemory(text: string): Pick<Machine, 'memoryBytes' | 'usedMemoryBytes'> {
  const bytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0) * 1024;
  return { memoryBytes: bytes('MemTotal'), usedMemoryBytes: bytes('MemTotal') - bytes('MemAvailable') };
}

/** The kernel counts hundredths of seconds: user, nice, system, idle, iowait, irq, softirq, steal. */
export function parseStatistics(text: string): Pick<Machine, 'cpuNs' | 'startedAtMs'> {
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = (/^cpu +(.*)$/m.exec(text)?.[1] ?? '').split(' ').map(Number);
  const startedAtSeconds = Number(/^btime (\d+)$/m.exec(text)?.[1] ?? 0);
  return { cpuNs: BigInt(user + nice + system + irq + softirq) * 10_000_000n, startedAtMs: startedAtSeconds * 1000 };
}

/** The fourth word tells how many run, and how many there are. */
export const parseLoad = (text: string): Pick<Machine, 'processes'> => ({ processes: Number(text.split(' ')[3]?.split('/')[1] ?? 0) });

export const parseInterfaces = (text: string): readonly InterfaceStatistics[] =>
  text
    .split('\n')
    .map((line) => /^\s*([^:\s]+):\s*(.*)$/.exec(line))
    .filter((match) => match !== null && match[1] !== 'lo')
    .map((match) => {
      const counters = (match?.[2] ?? '').trim().split(/\s+/).map(Number);
      return { name: match?.[1] ?? '', rxBytes: counters[0], rxErrors: counters[2], txBytes: counters[8], txErrors: counters[10] };
    });
