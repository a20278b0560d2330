import { isHugePages, isOvercommitAllowed, isPodLevelResource } from '../resource-name.ts';
import { aggregateResources } from './requests.ts';
import type { PodSpec } from './spec.ts';

/** Completes resources given for the whole pod from those of its containers (KEP-2837). */
export function defaultPodResources(spec: PodSpec): void {
  if (!spec.resources) return;
  defaultHugePagesLimits(spec, spec.resources);
  defaultRequests(spec, spec.resources);
}

type PodResources = NonNullable<PodSpec['resources']>;

function defaultHugePagesLimits(spec: PodSpec, resources: PodResources): void {
  if (isEmpty(resources.limits) && isEmpty(resources.requests)) return;
  const used = aggregateResources(spec, (container) => container.resources?.limits);
  for (const name in used) {
    if (isHugePages(name) && resources.requests?.[name] === undefined)
      resources.limits = { [name]: used[name] ?? '0', ...resources.limits };
  }
}

function defaultRequests(spec: PodSpec, resources: PodResources): void {
  if (isEmpty(resources.limits)) return;
  const requests = { ...resources.requests };
  const used = aggregateResources(spec, (container) => container.resources?.requests);
  for (const name in used) if (isPodLevelResource(name) && isOvercommitAllowed(name)) requests[name] ??= used[name] ?? '0';
  for (const name in resources.limits) if (isPodLevelResource(name)) requests[name] ??= resources.limits[name] ?? '0';
  if (!isEmpty(requests)) resources.requests = requests;
}

const isEmpty = (list: object | undefined): boolean => list === undefined || Object.keys(list).length === 0;
