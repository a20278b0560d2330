import type { Machine } from '../statistics/machine.ts';
import type { ContainerStatistics, InterfaceStatistics, PodStatistics, Summary } from '../statistics/summary.ts';
import type { Metric, Sample } from '../../../base/metrics/text.ts';

type Labels = Readonly<Record<string, string>>;
type Measured = ContainerStatistics | PodStatistics;

/** What is known of a container beyond what is measured. */
export interface ContainerNaming {
  /** Of the container, or of the pod without one. */
  labels(pod: PodStatistics, container?: ContainerStatistics): Labels;
}

export interface ContainerMetricsOptions {
  readonly machine: Pick<Machine, 'processors' | 'memoryBytes'>;
  readonly naming: ContainerNaming;
}

/** What `/metrics/cadvisor` tells, under the names dashboards know: of each container, and of each pod as a whole. */
export function containerMetrics({ pods }: Summary, { machine, naming }: ContainerMetricsOptions): readonly Metric[] {
  const all = pods.flatMap((pod): { measured: Measured; labels: Labels }[] => [
    { measured: pod, labels: naming.labels(pod) },
    ...pod.containers.map((container) => ({ measured: container, labels: naming.labels(pod, container) })),
  ]);
  const of = (value: (measured: Measured) => number | undefined, more: Labels = {}): Sample[] =>
    all.flatMap(({ measured, labels }) => {
      const found = value(measured);
      return found === undefined ? [] : [{ value: found, labels: { ...labels, ...more } }];
    });
  const memory = (name: string, help: string, field: 'usageBytes' | 'workingSetBytes' | 'rssBytes'): Metric =>
    gauge(
      name,
      help,
      of((measured) => measured.memory?.[field]),
    );
  return [
    counter(
      'container_cpu_usage_seconds_total',
      'Cumulative cpu time consumed in seconds.',
      of(({ cpu }) => cpu?.usageCoreNanoSeconds && cpu.usageCoreNanoSeconds / 1e9, { cpu: 'total' }),
    ),
    gauge(
      'container_fs_usage_bytes',
      'Number of bytes that are consumed by the container on this filesystem.',
      of((measured) => ('rootfs' in measured ? measured.rootfs?.usedBytes : undefined), { device: '' }),
    ),
    gauge(
      'container_last_seen',
      'Last time a container was seen by the exporter',
      of(({ cpu }) => (cpu ? Date.parse(cpu.time) / 1000 : undefined)),
    ),
    counter('container_memory_failures_total', 'Cumulative count of memory allocation failures.', [
      ...of((measured) => measured.memory?.pageFaults, { failure_type: 'pgfault', scope: 'container' }),
      ...of((measured) => measured.memory?.majorPageFaults, { failure_type: 'pgmajfault', scope: 'container' }),
    ]),
    memory('container_memory_rss', 'Size of RSS in bytes.', 'rssBytes'),
    gauge(
      'container_memory_swap',
      'Container swap usage in bytes.',
      of(({ swap }) => swap?.swapUsageBytes),
    ),
    memory(
      'container_memory_usage_bytes',
      'Current memory usage in bytes, including all memory regardless of when it was accessed',
      'usageBytes',
    ),
    memory('container_memory_working_set_bytes', 'Current working set in bytes.', 'workingSetBytes'),
    ...networkMetrics(pods, naming),
    gauge(
      'container_processes',
      'Number of processes running inside the container.',
      of((measured) => ('podRef' in measured ? measured.process_stats?.process_count : undefined)),
    ),
    gauge(
      'container_start_time_seconds',
      'Start time of the container since unix epoch in seconds.',
      of(({ startTime }) => Date.parse(startTime) / 1000),
    ),
    gauge('machine_cpu_cores', 'Number of logical CPU cores.', [{ value: machine.processors }]),
    gauge('machine_memory_bytes', 'Amount of memory installed on the machine.', [{ value: machine.memoryBytes }]),
  ];
}

const networks: readonly (readonly [string, string, Exclude<keyof InterfaceStatistics, 'name'>])[] = [
  ['container_network_receive_bytes_total', 'Cumulative count of bytes received', 'rxBytes'],
  ['container_network_receive_errors_total', 'Cumulative count of errors encountered while receiving', 'rxErrors'],
  ['container_network_transmit_bytes_total', 'Cumulative count of bytes transmitted', 'txBytes'],
  ['container_network_transmit_errors_total', 'Cumulative count of errors encountered while transmitting', 'txErrors'],
];

/** The containers of a pod share its network. */
const networkMetrics = (pods: readonly PodStatistics[], naming: ContainerNaming): readonly Metric[] =>
  networks.map(([name, help, field]) => {
    const samples = pods.flatMap((pod) =>
      (pod.network?.interfaces ?? []).flatMap((each) => {
        const value = each[field];
        return value === undefined ? [] : [{ value, labels: { ...naming.labels(pod), interface: each.name } }];
      }),
    );
    return counter(name, help, samples);
  });

const counter = (name: string, help: string, samples: readonly Sample[]): Metric => ({ name, help, type: 'counter', samples });
const gauge = (name: string, help: string, samples: readonly Sample[]): Metric => ({ name, help, type: 'gauge', samples });
