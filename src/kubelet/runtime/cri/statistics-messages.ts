import { list, mapOf, optional, wrapped } from '../../../base/protobuf/composite.ts';
import { message } from '../../../base/protobuf/message.ts';
import { choice, double, exactInt64, exactUint64, text, uint64 } from '../../../base/protobuf/scalar.ts';
import type {
  BlockUsage,
  ContainerAttributes,
  ContainerMetrics,
  ContainerStatistics,
  ContainerStatisticsFilter,
  CpuUsage,
  LinuxSandboxStatistics,
  MemoryUsage,
  Metric,
  MetricDescriptor,
  NetworkInterfaceUsage,
  NetworkUsage,
  Pressure,
  PressureShare,
  ProcessUsage,
  SandboxAttributes,
  SandboxMetrics,
  SandboxStatistics,
  SandboxStatisticsFilter,
  SwapUsage,
} from '../statistics.ts';
import { containerMetadata } from './container-messages.ts';
import { filesystemUsage } from './image-messages.ts';
import { sandboxMetadata } from './sandbox-messages.ts';

const amount = optional(wrapped(uint64));

const pressureShare = message<PressureShare>({
  totalNs: [1, exactUint64],
  percentOver10s: [2, double],
  percentOver60s: [3, double],
  percentOver300s: [4, double],
});

const pressure = message<Pressure>({
  full: [1, optional(pressureShare)],
  some: [2, optional(pressureShare)],
});

const cpuUsage = message<CpuUsage>({
  observedAtNs: [1, exactInt64],
  usageCoreNs: [2, optional(wrapped(exactUint64))],
  usageNanoCores: [3, amount],
  pressure: [4, optional(pressure)],
});

const memoryUsage = message<MemoryUsage>({
  observedAtNs: [1, exactInt64],
  workingSetBytes: [2, amount],
  availableBytes: [3, amount],
  usageBytes: [4, amount],
  residentBytes: [5, amount],
  pageFaults: [6, amount],
  majorPageFaults: [7, amount],
  pressure: [8, optional(pressure)],
});

const swapUsage = message<SwapUsage>({
  observedAtNs: [1, exactInt64],
  availableBytes: [2, amount],
  usageBytes: [3, amount],
});

const blockUsage = message<BlockUsage>({
  observedAtNs: [1, exactInt64],
  pressure: [2, optional(pressure)],
});

const networkInterfaceUsage = message<NetworkInterfaceUsage>({
  name: [1, text],
  receivedBytes: [2, amount],
  receiveErrors: [3, amount],
  sentBytes: [4, amount],
  sendErrors: [5, amount],
});

const networkUsage = message<NetworkUsage>({
  observedAtNs: [1, exactInt64],
  defaultInterface: [2, optional(networkInterfaceUsage)],
  interfaces: [3, list(networkInterfaceUsage)],
});

const processUsage = message<ProcessUsage>({
  observedAtNs: [1, exactInt64],
  count: [2, amount],
});

const containerAttributes = message<ContainerAttributes>({
  id: [1, text],
  metadata: [2, containerMetadata],
  labels: [3, mapOf(text)],
  annotations: [4, mapOf(text)],
});

export const containerStatistics = message<ContainerStatistics>({
  attributes: [1, containerAttributes],
  cpu: [2, optional(cpuUsage)],
  memory: [3, optional(memoryUsage)],
  writableLayer: [4, optional(filesystemUsage)],
  swap: [5, optional(swapUsage)],
  block: [6, optional(blockUsage)],
});

const sandboxAttributes = message<SandboxAttributes>({
  id: [1, text],
  metadata: [2, sandboxMetadata],
  labels: [3, mapOf(text)],
  annotations: [4, mapOf(text)],
});

const linuxSandboxStatistics = message<LinuxSandboxStatistics>({
  cpu: [1, optional(cpuUsage)],
  memory: [2, optional(memoryUsage)],
  network: [3, optional(networkUsage)],
  processes: [4, optional(processUsage)],
  containers: [5, list(containerStatistics)],
  block: [6, optional(blockUsage)],
});

export const sandboxStatistics = message<SandboxStatistics>({
  attributes: [1, sandboxAttributes],
  linux: [2, optional(linuxSandboxStatistics)],
});

export const containerStatisticsFilter = message<ContainerStatisticsFilter>({
  id: [1, text],
  sandboxId: [2, text],
  labels: [3, mapOf(text)],
});

export const sandboxStatisticsFilter = message<SandboxStatisticsFilter>({
  id: [1, text],
  labels: [2, mapOf(text)],
});

export const metricDescriptor = message<MetricDescriptor>({
  name: [1, text],
  help: [2, text],
  labelKeys: [3, list(text)],
});

const metric = message<Metric>({
  name: [1, text],
  observedAtNs: [2, exactInt64],
  type: [3, choice(['Counter', 'Gauge'])],
  labelValues: [4, list(text)],
  value: [5, amount],
});

const containerMetrics = message<ContainerMetrics>({
  containerId: [1, text],
  metrics: [2, list(metric)],
});

export const sandboxMetrics = message<SandboxMetrics>({
  sandboxId: [1, text],
  metrics: [2, list(metric)],
  containers: [3, list(containerMetrics)],
});
