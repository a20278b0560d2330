import { readFile, statfs } from 'node:fs/promises';
import { kilobytes } from './machine.ts';

/** What the node is short of. */
export interface Pressure {
  readonly memory: boolean;
  readonly disk: boolean;
  readonly processes: boolean;
}

export interface Levels {
  readonly memoryAvailableBytes: number;
  readonly diskAvailableShare: number;
  readonly inodesAvailableShare: number;
  readonly imageDiskAvailableShare: number;
  readonly processesAvailableShare: number;
}

/** Upstream's thresholds for eviction at once. */
const leastMemoryBytes = 100 * 1024 * 1024;
const leastDiskShare = 0.1;
const leastImageDiskShare = 0.15;
const leastInodesShare = 0.05;
const leastProcessesShare = 0.02;

export const pressureOf = (levels: Levels): Pressure => ({
  memory: levels.memoryAvailableBytes < leastMemoryBytes,
  disk:
    levels.diskAvailableShare < leastDiskShare ||
    levels.imageDiskAvailableShare < leastImageDiskShare ||
    levels.inodesAvailableShare < leastInodesShare,
  processes: levels.processesAvailableShare < leastProcessesShare,
});

export async function readLevels(paths: { readonly storagePath: string; readonly imagePath: string | undefined }): Promise<Levels> {
  const [memory, load, mostText, disk, imageDisk] = await Promise.all([
    readFile('/proc/meminfo', 'utf8'),
    readFile('/proc/loadavg', 'utf8'),
    readFile('/proc/sys/kernel/pid_max', 'utf8'),
    statfs(paths.storagePath),
    statfs(paths.imagePath ?? paths.storagePath),
  ]);
  const processes = Number(/\/(\d+) /.exec(load)?.[1] ?? 0);
  const most = Number(mostText);
  return {
    memoryAvailableBytes: kilobytes(memory, 'MemAvailable') * 1024,
    diskAvailableShare: share(disk.bavail, disk.blocks),
    inodesAvailableShare: share(disk.ffree, disk.files),
    imageDiskAvailableShare: share(imageDisk.bavail, imageDisk.blocks),
    processesAvailableShare: share(most - processes, most),
  };
}

/** Some file systems do not count. */
const share = (available: number, total: number): number => (total > 0 ? available / total : 1);
