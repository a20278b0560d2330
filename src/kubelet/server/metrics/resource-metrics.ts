import type { ContainerStatistics, PodStatistics, Summary } from '../statistics/summary.ts';
import type { Metric, Sample } from '../../../base/metrics/text.ts';

/** What `/metrics/resource` tells, for those who scale and schedule by what is used. Undefined when it could not be measured. */
export function resourceMetrics(summary: Summary | undefined): readonly Metric[] {
  const failed = summary === undefined ? 1 : 0;
  const errors = (name: string) => gauge(name, '1 if there was an error while getting container metrics, 0 otherwise', [{ value: failed }]);
  return [...(summary ? families(summary) : []), errors('resource_scrape_error'), errors('scrape_error')];
}

function families({ node, pods }: Summary): readonly Metric[] {
  const containers = pods.flatMap((pod) => pod.containers.map((container) => ({ pod, container })));
  const ofContainers = (sample: (container: ContainerStatistics) => Omit<Sample, 'labels'> | undefined) =>
    containers.flatMap(({ pod, container }) => labelled(sample(container), { container: container.name, ...labelsOf(pod) }));
  const ofPods = (sample: (pod: PodStatistics) => Omit<Sample, 'labels'> | undefined) =>
    pods.flatMap((pod) => labelled(sample(pod), labelsOf(pod)));
  const cpu = 'Cumulative cpu time consumed by the';
  const memory = 'Current working set of the';
  return [
    counter('container_cpu_usage_seconds_total', `${cpu} container in core-seconds`, ofContainers(cpuSeconds)),
    gauge('container_memory_working_set_bytes', `${memory} container in bytes`, ofContainers(workingSet)),
    gauge(
      'container_start_time_seconds',
      'Start time of the container since unix epoch in seconds',
      ofContainers(({ startTime }) => (Date.parse(startTime) > 0 ? { value: Date.parse(startTime) / 1000 } : undefined)),
    ),
    gauge(
      'container_swap_usage_bytes',
      'Current amount of the container swap usage in bytes. Reported only on non-windows systems',
      ofContainers(swap),
    ),
    counter('node_cpu_usage_seconds_total', `${cpu} node in core-seconds`, labelled(cpuSeconds(node))),
    gauge('node_memory_working_set_bytes', `${memory} node in bytes`, labelled(workingSet(node))),
    gauge('node_swap_usage_bytes', 'Current swap usage of the node in bytes. Reported only on non-windows systems', labelled(swap(node))),
    counter('pod_cpu_usage_seconds_total', `${cpu} pod in core-seconds`, ofPods(cpuSeconds)),
    gauge('pod_memory_working_set_bytes', `${memory} pod in bytes`, ofPods(workingSet)),
    gauge('pod_swap_usage_bytes', 'Current amount of the pod swap usage in bytes. Reported only on non-windows systems', ofPods(swap)),
  ];
}

type Measured = Pick<PodStatistics, 'cpu' | 'memory' | 'swap'>;
type Measurement = Omit<Sample, 'labels'> | undefined;

const cpuSeconds = ({ cpu }: Measured): Measurement =>
  cpu?.usageCoreNanoSeconds === undefined ? undefined : { value: cpu.usageCoreNanoSeconds / 1e9, timestampMs: Date.parse(cpu.time) };

const workingSet = ({ memory }: Measured): Measurement =>
  memory?.workingSetBytes === undefined ? undefined : { value: memory.workingSetBytes, timestampMs: Date.parse(memory.time) };

const swap = ({ swap: used }: Measured): Measurement =>
  used?.swapUsageBytes === undefined ? undefined : { value: used.swapUsageBytes, timestampMs: Date.parse(used.time) };

const labelled = (sample: Measurement, labels?: Readonly<Record<string, string>>): Sample[] => (sample ? [{ ...sample, labels }] : []);

const labelsOf = ({ podRef: { name, namespace } }: PodStatistics) => ({ pod: name, namespace });

const counter = (name: string, help: string, samples: readonly Sample[]): Metric => ({ name, help, type: 'counter', samples });
const gauge = (name: string, help: string, samples: readonly Sample[]): Metric => ({ name, help, type: 'gauge', samples });
