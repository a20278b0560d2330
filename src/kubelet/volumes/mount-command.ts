import { runCommand } from '../../base/command.ts';

interface Options {
  readonly signal: AbortSignal;
}

/** Without a size the kernel allows half of the memory. */
export async function mountMemory(directory: string, { sizeBytes, signal }: Options & { readonly sizeBytes: number }): Promise<void> {
  await runCommand('mount', ['-t', 'tmpfs', ...(sizeBytes > 0 ? ['-o', `size=${sizeBytes}`] : []), 'tmpfs', directory], { signal });
}

export async function mountHugePages(directory: string, { pageSize, signal }: Options & { readonly pageSize: string }): Promise<void> {
  await runCommand('mount', ['-t', 'hugetlbfs', '-o', `pagesize=${pageSize}`, 'nodev', directory], { signal });
}

/** Shows a file or directory at a second place. The source may be a path of /proc, which leads further than its text says. */
export async function mountBound(source: string, target: string, { signal }: Options): Promise<void> {
  await runCommand('mount', ['--no-canonicalize', '-o', 'bind', source, target], { signal });
}

export async function unmount(target: string, { signal }: Options): Promise<void> {
  await runCommand('umount', [target], { signal });
}
