import type { QosClass } from './quality-of-service.ts';

export interface OomScoreInput {
  readonly qosClass: QosClass;
  /** Static pods and those of the class system-node-critical are the last to be killed. */
  readonly nodeCritical?: boolean | undefined;
  /** The container's own request and, with requests of the pod as a whole, its part of what no container asked for. */
  readonly memoryRequestBytes: number;
  /** For a sidecar, the smallest request among the regular containers: it must not be killed before them. */
  readonly smallestRegularRequestBytes?: number | undefined;
  readonly memoryCapacityBytes: number;
}

const guaranteed = -997;
const bestEffort = 1000;

/**
 * How likely the kernel is to kill a container's processes when the node runs out of memory, as upstream
 * (pkg/kubelet/qos/policy.go): a burstable container that asked for a tenth of the node's memory gets 900, so that with more
 * than that in use it comes first.
 */
export function oomScoreAdjustment({
  qosClass,
  nodeCritical = false,
  memoryRequestBytes,
  smallestRegularRequestBytes = 0,
  memoryCapacityBytes,
}: OomScoreInput): number {
  if (nodeCritical || qosClass === 'Guaranteed') return guaranteed;
  if (qosClass === 'BestEffort') return bestEffort;
  const requestBytes = Math.max(memoryRequestBytes, smallestRegularRequestBytes);
  const adjustment = 1000 - Math.trunc((1000 * requestBytes) / memoryCapacityBytes);
  // Always after best-effort containers and before guaranteed ones, whose processes may reach a score of 10.
  return Math.min(bestEffort - 1, Math.max(1000 + guaranteed, adjustment));
}
