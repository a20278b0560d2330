import type { Clock } from '../../base/clock.ts';
import type { Metric } from '../../base/metrics/text.ts';
import type { ControlGroups } from '../cgroups/control-groups.ts';
import type { PodCgroups } from '../cgroups/pod-cgroups.ts';
import type { NodePods } from '../pods/node-pods.ts';
import type { ContainerRuntime } from '../runtime/runtime.ts';
import type { HealthCheck, KubeletView } from './kubelet-view.ts';
import { StatisticsReader } from './statistics/statistics-reader.ts';

export interface KubeletViewOptions {
  readonly nodeName: string;
  readonly pods: NodePods;
  readonly runtime: ContainerRuntime;
  readonly podCgroups: PodCgroups;
  readonly controlGroups: ControlGroups;
  /** Holds everything on the node. Default: the root, the whole machine. */
  readonly nodeCgroup?: string | undefined;
  /** As `/var/lib/kubelet`. */
  readonly rootDirectory: string;
  /** Fields of KubeletConfiguration. */
  readonly configuration?: Readonly<Record<string, unknown>> | undefined;
  /** Fails when the kubelet has not looked after its pods for too long. */
  readonly syncLoop?: HealthCheck | undefined;
  /** What is counted besides, for `/metrics`. */
  readonly metrics?: (() => Iterable<Metric>) | undefined;
  readonly clock?: Clock | undefined;
}

/** What the server shows of a kubelet. */
export function createKubeletView(options: KubeletViewOptions): KubeletView {
  const { nodeName, pods, runtime, configuration = {}, syncLoop = () => {}, metrics = () => [], rootDirectory: root } = options;
  return {
    nodeName,
    pods,
    runtime,
    statistics: new StatisticsReader({ ...options, root }),
    healthChecks: { syncloop: syncLoop },
    metrics: () => [...metrics()],
    configuration: () => ({ kind: 'KubeletConfiguration', apiVersion: 'kubelet.config.k8s.io/v1beta1', ...configuration }),
  };
}
