import { addResources, maxResources, raiseResources, type ResourceList } from '../resource-list.ts';
import { isPodLevelResource } from '../resource-name.ts';
import type { Container } from './container.ts';
import { isSidecar } from './containers.ts';
import type { Pod } from './index.ts';
import type { PodSpec } from './spec.ts';
import type { ContainerStatus } from './status.ts';

export interface RequestOptions {
  /** Without what the runtime class adds for running a pod at all. */
  readonly withoutOverhead?: boolean;
  /** What containers are taken to request where they say nothing; explicit zeros stay. */
  readonly missing?: Readonly<ResourceList>;
  /** While a resize is under way, count what is promised and what is still in use, whichever is more (KEP-1287). */
  readonly withStatus?: boolean;
}

/** What a node must have free for the pod. */
export function podRequests(pod: Readonly<Pod>, options: RequestOptions = {}): ResourceList {
  const { spec, status } = pod;
  const requests = aggregateResources(spec, (container) => withMissing(containerRequests(container, pod, options), options.missing));
  const podLevel = spec.resources?.requests;
  if (podLevel) {
    const effective =
      options.withStatus && status.resources
        ? effectiveRequests(pod, { wanted: podLevel, actual: status.resources.requests, allocated: status.allocatedResources })
        : podLevel;
    for (const name in podLevel) if (isPodLevelResource(name)) requests[name] = effective[name] ?? '0';
  }
  if (!options.withoutOverhead) addResources(requests, spec.overhead);
  return requests;
}

/** The most the pod may use; resources without an entry are not limited. */
export function podLimits({ spec }: Readonly<Pod>, { withoutOverhead = false }: RequestOptions = {}): ResourceList {
  const limits = aggregateResources(spec, (container) => container.resources?.limits);
  const podLevel = spec.resources?.limits ?? {};
  for (const name in podLevel) if (isPodLevelResource(name)) limits[name] = podLevel[name] ?? '0';
  if (withoutOverhead) return limits;
  for (const name in spec.overhead) {
    const limit = limits[name];
    if (limit !== undefined && limit !== '0') addResources(limits, { [name]: spec.overhead[name] ?? '0' });
  }
  return limits;
}

/**
 * Main containers and sidecars run together, so their resources add up. An init container runs beside the sidecars before
 * it and alone otherwise, so it sets a minimum (KEP-753).
 */
export function aggregateResources(
  { containers, initContainers }: Readonly<PodSpec>,
  resourcesOf: (container: Readonly<Container>) => Readonly<ResourceList> | undefined,
): ResourceList {
  const total: ResourceList = {};
  for (const container of containers) addResources(total, resourcesOf(container));
  if (!initContainers) return total;
  const sidecars: ResourceList = {};
  const least: ResourceList = {};
  for (const container of initContainers) {
    const resources = resourcesOf(container);
    if (isSidecar(container)) {
      addResources(total, resources);
      addResources(sidecars, resources);
      raiseResources(least, sidecars);
    } else {
      const during = { ...resources };
      addResources(during, sidecars);
      raiseResources(least, during);
    }
  }
  raiseResources(total, least);
  return total;
}

function containerRequests(container: Readonly<Container>, pod: Readonly<Pod>, { withStatus }: RequestOptions): ResourceList | undefined {
  const wanted = container.resources?.requests;
  const status = withStatus ? statusOf(container, pod) : undefined;
  if (!status?.resources) return wanted;
  return effectiveRequests(pod, { wanted, actual: status.resources.requests, allocated: status.allocatedResources });
}

function statusOf(container: Readonly<Container>, { spec, status }: Readonly<Pod>): ContainerStatus | undefined {
  if (spec.containers.includes(container)) return status.containerStatuses?.find(({ name }) => name === container.name);
  return isSidecar(container) ? status.initContainerStatuses?.find(({ name }) => name === container.name) : undefined;
}

interface ResizeState {
  readonly wanted: Readonly<ResourceList> | undefined;
  readonly actual: Readonly<ResourceList> | undefined;
  readonly allocated: Readonly<ResourceList> | undefined;
}

// What the node will never grant need not be kept free.
const effectiveRequests = ({ status }: Readonly<Pod>, { wanted, actual, allocated }: ResizeState): ResourceList =>
  status.conditions?.some(({ type, reason }) => type === 'PodResizePending' && reason === 'Infeasible')
    ? maxResources(actual, allocated)
    : maxResources(wanted, actual, allocated);

function withMissing(
  list: Readonly<ResourceList> | undefined,
  missing: Readonly<ResourceList> | undefined,
): Readonly<ResourceList> | undefined {
  return missing === undefined ? list : { ...missing, ...list };
}
