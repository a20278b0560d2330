import type { Container } from '../../kinds/core/pod/container.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { equalResources } from '../../kinds/core/resource-list.ts';
import type { ResourceRequirements } from '../../kinds/core/resources.ts';
import { isConditionTrue } from '../../model/conditions.ts';

/** What the node has promised a pod, which may be something else than what the pod asks for by now (KEP-1287). */
export interface Allocation {
  readonly pod: ResourceRequirements | undefined;
  readonly containers: ReadonlyMap<string, ResourceRequirements>;
}

const resizable = ({ spec }: Pod): readonly Container[] => [...spec.containers, ...(spec.initContainers ?? [])];

export const allocationOf = (pod: Pod): Allocation => ({
  pod: pod.spec.resources,
  containers: new Map(resizable(pod).map(({ name, resources = {} }) => [name, resources])),
});

/** As it was told before: what is wanted now has not been granted while a resize is pending. */
export function restoredAllocation(pod: Pod): Allocation {
  if (!isConditionTrue(pod.status.conditions, 'PodResizePending')) return allocationOf(pod);
  const told = [...(pod.status.containerStatuses ?? []), ...(pod.status.initContainerStatuses ?? [])];
  const containers = resizable(pod).map(({ name, resources = {} }) => {
    const status = told.find((candidate) => candidate.name === name);
    const limits = status?.resources?.limits ?? resources.limits;
    const requests = status?.allocatedResources ?? resources.requests;
    return [name, { ...resources, ...(limits && { limits }), ...(requests && { requests }) }] as const;
  });
  return { pod: pod.status.resources ?? pod.spec.resources, containers: new Map(containers) };
}

/** The pod as if it asked for no more than what it was promised. */
export function withAllocation(pod: Pod, allocation: Allocation): Pod {
  const promised = (container: Container): Container => {
    const resources = allocation.containers.get(container.name);
    return resources && resources !== container.resources ? { ...container, resources } : container;
  };
  const { initContainers, containers, resources: _, ...rest } = pod.spec;
  return {
    ...pod,
    spec: {
      ...rest,
      containers: containers.map(promised),
      ...(initContainers && { initContainers: initContainers.map(promised) }),
      ...(allocation.pod && { resources: allocation.pod }),
    },
  };
}

export const isSameResources = (a: ResourceRequirements | undefined, b: ResourceRequirements | undefined): boolean =>
  a === b || (equalResources(a?.limits, b?.limits) && equalResources(a?.requests, b?.requests));

export const isSameAllocation = (a: Allocation, b: Allocation): boolean =>
  isSameResources(a.pod, b.pod) && [...a.containers].every(([name, resources]) => isSameResources(resources, b.containers.get(name)));
