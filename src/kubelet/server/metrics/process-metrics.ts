import type { NodePods } from '../../pods/node-pods.ts';
import type { MetricFamily } from './exposition.ts';

/** What every process tells of itself. */
export function processMetrics({ nowMs }: { readonly nowMs: number }): readonly MetricFamily[] {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  const { rss } = process.memoryUsage();
  return [
    one('process_cpu_seconds_total', 'counter', 'Total user and system CPU time spent in seconds.', (userCPUTime + systemCPUTime) / 1e6),
    one('process_resident_memory_bytes', 'gauge', 'Resident memory size in bytes.', rss),
    one(
      'process_start_time_seconds',
      'gauge',
      'Start time of the process since unix epoch in seconds.',
      Math.round(nowMs / 1000 - process.uptime()),
    ),
  ];
}

/** What the kubelet's own page tells of the pods it runs. */
export function kubeletMetrics(pods: NodePods, { nodeName }: { readonly nodeName: string }): readonly MetricFamily[] {
  const observations = pods.list().flatMap(({ metadata: { uid } }) => pods.observation(uid) ?? []);
  const states = new Map<string, number>();
  for (const { state } of observations.flatMap(({ containers }) => containers))
    states.set(state.toLowerCase(), (states.get(state.toLowerCase()) ?? 0) + 1);
  return [
    {
      name: 'kubelet_node_name',
      help: "The node's name. The count is always 1.",
      type: 'gauge',
      samples: [{ value: 1, labels: { node: nodeName } }],
    },
    one(
      'kubelet_running_pods',
      'gauge',
      'Number of pods that have a running pod sandbox',
      observations.filter(({ sandboxes }) => sandboxes.some(({ state }) => state === 'Ready')).length,
    ),
    {
      name: 'kubelet_running_containers',
      help: 'Number of containers currently running',
      type: 'gauge',
      samples: [...states].map(([container_state, value]) => ({ value, labels: { container_state } })),
    },
  ];
}

const one = (name: string, type: 'counter' | 'gauge', help: string, value: number): MetricFamily => ({
  name,
  type,
  help,
  samples: [{ value }],
});
