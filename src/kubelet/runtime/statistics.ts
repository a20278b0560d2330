import type { ContainerMetadata } from './container.ts';
import type { FilesystemUsage } from './image.ts';
import type { SandboxMetadata } from './sandbox.ts';

export interface CpuUsage {
  readonly observedAtNs: bigint;
  /** Counted since the container started. */
  readonly usageCoreNs?: bigint | undefined;
  /** Billionths of a core in use now; zero at a runtime's first look. */
  readonly usageNanoCores?: number | undefined;
  readonly pressure?: Pressure | undefined;
}

export interface MemoryUsage {
  readonly observedAtNs: bigint;
  readonly workingSetBytes?: number | undefined;
  readonly availableBytes?: number | undefined;
  readonly usageBytes?: number | undefined;
  readonly residentBytes?: number | undefined;
  readonly pageFaults?: number | undefined;
  readonly majorPageFaults?: number | undefined;
  readonly pressure?: Pressure | undefined;
}

export interface SwapUsage {
  readonly observedAtNs: bigint;
  readonly availableBytes?: number | undefined;
  readonly usageBytes?: number | undefined;
}

export interface BlockUsage {
  readonly observedAtNs: bigint;
  readonly pressure?: Pressure | undefined;
}

/** Pressure stall information of the kernel. */
export interface Pressure {
  /** All tasks waited. */
  readonly full?: PressureShare | undefined;
  /** At least one task waited. */
  readonly some?: PressureShare | undefined;
}

export interface PressureShare {
  readonly totalNs: bigint;
  readonly percentOver10s: number;
  readonly percentOver60s: number;
  readonly percentOver300s: number;
}

export interface NetworkUsage {
  readonly observedAtNs: bigint;
  readonly defaultInterface?: NetworkInterfaceUsage | undefined;
  readonly interfaces: readonly NetworkInterfaceUsage[];
}

export interface NetworkInterfaceUsage {
  readonly name: string;
  readonly receivedBytes?: number | undefined;
  readonly receiveErrors?: number | undefined;
  readonly sentBytes?: number | undefined;
  readonly sendErrors?: number | undefined;
}

export interface ContainerAttributes {
  readonly id: string;
  readonly metadata: ContainerMetadata;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface ContainerStatistics {
  readonly attributes: ContainerAttributes;
  readonly cpu?: CpuUsage | undefined;
  readonly memory?: MemoryUsage | undefined;
  readonly writableLayer?: FilesystemUsage | undefined;
  readonly swap?: SwapUsage | undefined;
  readonly block?: BlockUsage | undefined;
}

export interface SandboxAttributes {
  readonly id: string;
  readonly metadata: SandboxMetadata;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface SandboxStatistics {
  readonly attributes: SandboxAttributes;
  readonly linux?: LinuxSandboxStatistics | undefined;
}

export interface LinuxSandboxStatistics {
  readonly cpu?: CpuUsage | undefined;
  readonly memory?: MemoryUsage | undefined;
  readonly network?: NetworkUsage | undefined;
  readonly processes?: ProcessUsage | undefined;
  readonly containers: readonly ContainerStatistics[];
  readonly block?: BlockUsage | undefined;
}

export interface ProcessUsage {
  readonly observedAtNs: bigint;
  readonly count?: number | undefined;
}

export interface SandboxStatisticsFilter {
  readonly id?: string | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

export interface ContainerStatisticsFilter {
  readonly id?: string | undefined;
  readonly sandboxId?: string | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

/** A metric the runtime offers for the kubelet's own metrics page. */
export interface MetricDescriptor {
  readonly name: string;
  readonly help: string;
  readonly labelKeys: readonly string[];
}

export interface Metric {
  readonly name: string;
  readonly observedAtNs: bigint;
  readonly type: 'Counter' | 'Gauge';
  /** In the order of the descriptor's keys. */
  readonly labelValues: readonly string[];
  readonly value?: number | undefined;
}

export interface SandboxMetrics {
  readonly sandboxId: string;
  readonly metrics: readonly Metric[];
  readonly containers: readonly ContainerMetrics[];
}

export interface ContainerMetrics {
  readonly containerId: string;
  readonly metrics: readonly Metric[];
}
