import type { NodePods } from '../../pods/node-pods.ts';
import type { Metric } from '../../../base/metrics/text.ts';

/** What the kubelet's own page tells of the pods it runs. */
export function kubeletMetrics(pods: NodePods, { nodeName }: { readonly nodeName: string }): readonly Metric[] {
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

const one = (name: string, type: 'counter' | 'gauge', help: string, value: number): Metric => ({
  name,
  type,
  help,
  samples: [{ value }],
});
