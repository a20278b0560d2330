/** What `/stats/summary` answers: stats/v1alpha1 Summary of upstream. Times are RFC 3339; the answer has whole seconds. */
export interface Summary {
  readonly node: NodeStatistics;
  readonly pods: readonly PodStatistics[];
}

export interface NodeStatistics {
  readonly nodeName: string;
  readonly startTime: string;
  readonly cpu?: CpuStatistics | undefined;
  readonly memory?: MemoryStatistics | undefined;
  readonly swap?: SwapStatistics | undefined;
  readonly network?: NetworkStatistics | undefined;
  readonly fs?: FileSystemStatistics | undefined;
  readonly runtime?:
    | { readonly imageFs?: FileSystemStatistics | undefined; readonly containerFs?: FileSystemStatistics | undefined }
    | undefined;
  readonly rlimit?: { readonly time: string; readonly maxpid?: number | undefined; readonly curproc?: number | undefined } | undefined;
}

export interface PodStatistics {
  readonly podRef: { readonly name: string; readonly namespace: string; readonly uid: string };
  readonly startTime: string;
  readonly containers: readonly ContainerStatistics[];
  readonly cpu?: CpuStatistics | undefined;
  readonly memory?: MemoryStatistics | undefined;
  readonly swap?: SwapStatistics | undefined;
  readonly network?: NetworkStatistics | undefined;
  readonly 'ephemeral-storage'?: FileSystemStatistics | undefined;
  readonly process_stats?: { readonly process_count?: number | undefined } | undefined;
}

export interface ContainerStatistics {
  readonly name: string;
  readonly startTime: string;
  readonly cpu?: CpuStatistics | undefined;
  readonly memory?: MemoryStatistics | undefined;
  readonly swap?: SwapStatistics | undefined;
  readonly rootfs?: FileSystemStatistics | undefined;
  readonly logs?: FileSystemStatistics | undefined;
}

export interface CpuStatistics {
  readonly time: string;
  readonly usageNanoCores?: number | undefined;
  readonly usageCoreNanoSeconds?: number | undefined;
}

export interface MemoryStatistics {
  readonly time: string;
  readonly availableBytes?: number | undefined;
  readonly usageBytes?: number | undefined;
  readonly workingSetBytes?: number | undefined;
  readonly rssBytes?: number | undefined;
  readonly pageFaults?: number | undefined;
  readonly majorPageFaults?: number | undefined;
}

export interface SwapStatistics {
  readonly time: string;
  readonly swapAvailableBytes?: number | undefined;
  readonly swapUsageBytes?: number | undefined;
}

export interface InterfaceStatistics {
  readonly name: string;
  readonly rxBytes?: number | undefined;
  readonly rxErrors?: number | undefined;
  readonly txBytes?: number | undefined;
  readonly txErrors?: number | undefined;
}

/** The main interface, and the list of all. */
export interface NetworkStatistics extends Partial<InterfaceStatistics> {
  readonly time: string;
  readonly interfaces: readonly InterfaceStatistics[];
}

export interface FileSystemStatistics {
  readonly time: string;
  readonly availableBytes?: number | undefined;
  readonly capacityBytes?: number | undefined;
  readonly usedBytes?: number | undefined;
  readonly inodesFree?: number | undefined;
  readonly inodes?: number | undefined;
  readonly inodesUsed?: number | undefined;
}
