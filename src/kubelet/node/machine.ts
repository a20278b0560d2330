import { readdir, readFile, statfs } from 'node:fs/promises';
import { arch, cpus } from 'node:os';
import { hugePageSizeName } from '../cgroups/huge-pages.ts';
import { isMissingFile } from '../files/missing-file.ts';

/** What the node is, as far as it stays the same while it runs. */
export interface Machine {
  readonly cpuCount: number;
  readonly memoryBytes: number;
  readonly swapBytes: number;
  /** Of the file system the kubelet keeps pods on. */
  readonly storageBytes: number;
  readonly machineId: string;
  readonly systemUuid: string;
  readonly bootId: string;
  readonly kernelVersion: string;
  readonly osImage: string;
  /** In Go's words, as images and labels have it: `amd64`. */
  readonly architecture: string;
}

export async function readMachine({ storagePath }: { readonly storagePath: string }): Promise<Machine> {
  const [memory, machineId, systemUuid, bootId, kernelVersion, release, storage] = await Promise.all([
    readFile('/proc/meminfo', 'utf8'),
    firstOf('/etc/machine-id', '/var/lib/dbus/machine-id'),
    firstOf('/sys/class/dmi/id/product_uuid', '/proc/sys/kernel/random/boot_id'),
    firstOf('/proc/sys/kernel/random/boot_id'),
    firstOf('/proc/sys/kernel/osrelease'),
    firstOf('/etc/os-release', '/usr/lib/os-release'),
    statfs(storagePath),
  ]);
  return {
    cpuCount: cpus().length,
    memoryBytes: kilobytes(memory, 'MemTotal') * 1024,
    swapBytes: kilobytes(memory, 'SwapTotal') * 1024,
    storageBytes: storage.blocks * storage.bsize,
    machineId,
    systemUuid,
    bootId,
    kernelVersion,
    osImage: /^PRETTY_NAME="?([^"\n]*)"?$/m.exec(release)?.[1] ?? 'Linux',
    architecture: architectures[arch()] ?? arch(),
  };
}

const architectures: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' };

export const kilobytes = (text: string, name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1] ?? 0);

/** The first of the files that is there and may be read, without the line's end; empty when none is. */
async function firstOf(...paths: readonly string[]): Promise<string> {
  for (const path of paths) {
    try {
      const text = (await readFile(path, 'utf8')).trim();
      if (text) return text;
    } catch (error) {
      const denied = error instanceof Error && 'code' in error && error.code === 'EACCES';
      if (!denied && !isMissingFile(error)) throw error;
    }
  }
  return '';
}

/** How many bytes of huge pages of each size there are, by the size as the kernel names it in control groups. */
export async function hugePageAmounts(directory = '/sys/kernel/mm/hugepages'): Promise<Readonly<Record<string, number>>> {
  const amounts: Record<string, number> = {};
  const folders = await readdir(directory).catch((error: unknown) => {
    if (isMissingFile(error)) return [];
    throw error;
  });
  for (const folder of folders) {
    const size = Number(/^hugepages-(\d+)kB$/.exec(folder)?.[1] ?? 0) * 1024;
    const pages = Number(await firstOf(`${directory}/${folder}/nr_hugepages`));
    if (size > 0) amounts[hugePageSizeName(size)] = pages * size;
  }
  return amounts;
}
