import { platform } from 'node:os';
import { cgroupHierarchies } from './cgroups.ts';
import { missingPackages } from './packages.ts';

/** What keeps real nodes from running on this machine, with a message for people. */
export type HostProblem =
  | { readonly type: 'not-linux'; readonly message: string }
  | { readonly type: 'not-root'; readonly message: string }
  | { readonly type: 'no-cgroups'; readonly message: string }
  | { readonly type: 'missing-packages'; readonly packages: readonly string[]; readonly message: string };

/** Everything that is wrong at once; nothing when real nodes can run here. */
export async function checkHost(): Promise<HostProblem[]> {
  if (platform() !== 'linux') return [{ type: 'not-linux', message: `Nodes run on Linux, not on ${platform()}.` }];
  const [packages, hierarchies] = await Promise.all([missingPackages(), cgroupHierarchies()]);
  return describeProblems({ isRoot: process.geteuid?.() === 0, packages, hierarchies });
}

export interface HostFacts {
  readonly isRoot: boolean;
  readonly packages: readonly string[];
  readonly hierarchies: readonly string[];
}

export function describeProblems({ isRoot, packages, hierarchies }: HostFacts): HostProblem[] {
  const problems: HostProblem[] = [];
  if (!isRoot) problems.push({ type: 'not-root', message: 'Nodes need namespaces and mounts, which only root may make: use sudo.' });
  if (hierarchies.length === 0) {
    problems.push({
      type: 'no-cgroups',
      message: 'No control groups are mounted under /sys/fs/cgroup; containers cannot run without them.',
    });
  }
  if (packages.length > 0) {
    problems.push({ type: 'missing-packages', packages, message: `These packages are missing: ${packages.join(' ')}.` });
  }
  return problems;
}
