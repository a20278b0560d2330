import { readdir } from 'node:fs/promises';
import type { HugePageLimit } from '../runtime/linux-resources.ts';

/** The sizes of huge pages the kernel has, named as its control groups name them: `2MB`, `1GB`. */
export async function hugePageSizes(directory = '/sys/kernel/mm/hugepages'): Promise<readonly string[]> {
  try {
    return hugePageSizesOf(await readdir(directory));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** From the names of the kernel's folders, as in `hugepages-2048kB`. */
export const hugePageSizesOf = (folders: readonly string[]): readonly string[] =>
  folders
    .map((folder) => /^hugepages-(\d+)kB$/.exec(folder)?.[1])
    .filter((kilobytes) => kilobytes !== undefined)
    .map((kilobytes) => hugePageSizeName(Number(kilobytes) * 1024));

const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];

/** The largest unit that leaves no fraction. */
export function hugePageSizeName(sizeBytes: number): string {
  let size = sizeBytes;
  let unit = 0;
  for (; size % 1024 === 0 && unit < units.length - 1; unit++) size /= 1024;
  return `${size}${units[unit]}`;
}

/** A limit for each size the kernel has: what was not asked for may not be used. Sizes it does not have are left out. */
export const hugePageLimits = (sizes: readonly string[], limitBytesBySize: ReadonlyMap<string, number>): readonly HugePageLimit[] =>
  sizes.map((pageSize) => ({ pageSize, limitBytes: limitBytesBySize.get(pageSize) ?? 0 }));
