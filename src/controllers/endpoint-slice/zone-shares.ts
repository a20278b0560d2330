import type { Node } from '../../kinds/core/node/index.ts';
import { quantityMilliValue } from '../../model/quantity.ts';

/** Which part of the processors of all nodes each zone has: numbers that add up to one. */
export type ZoneShares = ReadonlyMap<string, number>;

const zoneLabel = 'topology.kubernetes.io/zone';
const controlPlaneLabels = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master'];

/** Undefined where it cannot be told, since a node does not say where or how big it is, and where there is one zone only. */
export function zoneShares(nodes: readonly Node[]): ZoneShares | undefined {
  const milliCpuByZone = new Map<string, number>();
  for (const node of nodes.filter(takesTraffic)) {
    const zone = node.metadata.labels?.[zoneLabel];
    const milliCpu = quantityMilliValue(node.status.allocatable?.['cpu'] ?? '0');
    if (!zone || milliCpu === 0) return undefined;
    milliCpuByZone.set(zone, (milliCpuByZone.get(zone) ?? 0) + milliCpu);
  }
  if (milliCpuByZone.size < 2) return undefined;
  const total = milliCpuByZone.values().reduce((sum, milliCpu) => sum + milliCpu, 0);
  return new Map([...milliCpuByZone].map(([zone, milliCpu]) => [zone, milliCpu / total]));
}

/** Whether the change of a node can change the shares of zones. */
export const isShareChanged = (node: Node, previous: Node | undefined): boolean =>
  !previous ||
  isReady(node) !== isReady(previous) ||
  node.metadata.labels?.[zoneLabel] !== previous.metadata.labels?.[zoneLabel] ||
  node.status.allocatable?.['cpu'] !== previous.status.allocatable?.['cpu'];

const takesTraffic = (node: Node): boolean =>
  !controlPlaneLabels.some((label) => node.metadata.labels?.[label] !== undefined) && isReady(node);

const isReady = ({ status }: Node): boolean =>
  (status.conditions ?? []).some(({ type, status: value }) => type === 'Ready' && value === 'True');
