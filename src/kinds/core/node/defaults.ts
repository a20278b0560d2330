import { roundResources } from '../resource-list.ts';
import type { Node } from './index.ts';

export function defaultNode({ spec, status }: Node): void {
  if (status.capacity) status.allocatable ??= { ...status.capacity };
  roundResources(status.capacity);
  roundResources(status.allocatable);
  // The singular field, which old clients write, wins over the list when they differ.
  if (spec.podCIDR && spec.podCIDR !== spec.podCIDRs?.[0]) spec.podCIDRs = [spec.podCIDR];
  const [first] = spec.podCIDRs ?? [];
  if (first !== undefined) spec.podCIDR = first;
}
