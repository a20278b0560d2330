import type { NodePods } from '../pods/node-pods.ts';
import type { ContainerRuntime } from '../runtime/runtime.ts';
import type { Metric } from '../../base/metrics/text.ts';
import type { StatisticsReader } from './statistics/statistics-reader.ts';

/** What the kubelet's server shows of the kubelet. */
export interface KubeletView {
  readonly nodeName: string;
  readonly pods: NodePods;
  readonly runtime: ContainerRuntime;
  readonly statistics: StatisticsReader;
  /** Things that must be well, by name, beside `ping`, `log` and the server itself. */
  readonly healthChecks: Readonly<Record<string, HealthCheck>>;
  /** The kubelet's settings as a KubeletConfiguration, for `/configz`. */
  configuration(): object;
  /** What the kubelet counts about itself, beside what every process has. */
  metrics?(): readonly Metric[];
  /** What probes have found, for `/metrics/probes`. */
  probeMetrics?(): readonly Metric[];
}

/** Throws, or rejects with, an Error that says what is wrong. */
export type HealthCheck = () => void | Promise<void>;
