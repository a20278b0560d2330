import { access, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hugePageSizes } from './cgroups/huge-pages.ts';
import { allocatableLimits } from './cgroups/limits.ts';
import { cpuMillis, memoryBytes } from './containers/amounts.ts';
import { defaultMaskedPaths } from './containers/masked-paths.ts';
import { isMissingFile } from './files/missing-file.ts';
import type { KubeletOptions } from './kubelet-options.ts';
import type { PodSettings } from './lifecycle/parts.ts';
import { nodeCapacity, type Capacity } from './node/capacity.ts';
import { hugePageAmounts, readMachine, type Machine } from './node/machine.ts';
import { parseResolver, type Resolver } from './sandbox/dns.ts';

/** What is found out about the node once, before anything runs. */
export interface PreparedNode {
  readonly machine: Machine;
  readonly capacity: Capacity;
  readonly settings: PodSettings;
}

const defaultMaxPods = 110;

/** Also makes the directories the kubelet works in, and the control groups of all pods. */
export async function prepareNode(options: KubeletOptions): Promise<PreparedNode> {
  const { rootDirectory, podLogsDirectory, containerLogsDirectory, nodeAddresses, dns = {}, cgroups, cgroupVersion } = options;
  const { clusterServers = [], clusterDomain = 'cluster.local', resolverFile = '/etc/resolv.conf' } = dns;
  await mkdir(rootDirectory, { recursive: true, mode: 0o750 });
  const podsDirectory = join(rootDirectory, 'pods');
  await mkdir(podsDirectory, { recursive: true, mode: 0o750 });
  for (const directory of [podLogsDirectory, containerLogsDirectory]) {
    if (directory !== undefined) await mkdir(directory, { recursive: true, mode: 0o755 });
  }
  const [machine, sizes, amounts, maskedPaths, apparmor, resolver] = await Promise.all([
    readMachine({ storagePath: rootDirectory }),
    hugePageSizes(),
    hugePageAmounts(),
    defaultMaskedPaths(),
    hasAppArmor(),
    readResolver(resolverFile),
  ]);
  const { capacity: override, reserved, maxPods = defaultMaxPods, podPidsLimit } = options;
  const capacity = nodeCapacity(machine, { maxPods, hugePageBytes: amounts, override, reserved });
  const { allocatable } = capacity;
  // Pods may use what evictions keep free, until they are evicted.
  const memoryLimit = memoryBytes(capacity.capacity) - memoryBytes(reserved);
  await cgroups.prepare(allocatableLimits({ cpuMillis: cpuMillis(allocatable), memoryBytes: memoryLimit }));
  return {
    machine,
    capacity,
    settings: {
      nodeAddresses,
      podsDirectory,
      logRoot: podLogsDirectory,
      logLinks: containerLogsDirectory,
      dns: () => ({ clusterServers, clusterDomain, node: resolver }),
      clusterDomain,
      security: { seccompRoot: join(rootDirectory, 'seccomp'), apparmor, maskedPaths },
      resources: { memoryCapacityBytes: machine.memoryBytes, cgroupVersion, hugePageSizes: sizes },
      podPidsLimit,
    },
  };
}

const hasAppArmor = (): Promise<boolean> =>
  access('/sys/kernel/security/apparmor').then(
    () => true,
    () => false,
  );

async function readResolver(path: string): Promise<Resolver> {
  try {
    return parseResolver(await readFile(path, 'utf8'));
  } catch (error) {
    if (isMissingFile(error)) return { servers: [], searches: [], options: [] };
    throw error;
  }
}
