import { compareQuantities, quantitySign } from '../../../model/quantity.ts';
import { addResources, type ResourceList } from '../resource-list.ts';
import type { Pod } from './index.ts';
import type { PodSpec } from './spec.ts';

export type QosClass = NonNullable<Pod['status']['qosClass']>;

/** What the status says, since the class never changes, or what follows from the spec. */
export const qosClassOf = ({ spec, status }: Readonly<Pod>): QosClass => status.qosClass ?? computeQosClass(spec);

const counted = ['cpu', 'memory'] as const;

/** How a pod fares when its node runs short: by what it asked for, best effort goes first, guaranteed last. */
export function computeQosClass(spec: Readonly<PodSpec>): QosClass {
  const parts = spec.resources ? [spec.resources] : [...spec.containers, ...(spec.initContainers ?? [])].map(({ resources }) => resources);
  const requests: ResourceList = {};
  const limits: ResourceList = {};
  let limited = true;
  for (const part of parts) {
    addResources(requests, positive(part?.requests));
    const partLimits = positive(part?.limits);
    addResources(limits, partLimits);
    // With resources for the whole pod, absent limits are judged with the requests below.
    const complete = counted.every((name) => name in partLimits);
    if (!complete && !(spec.resources && part?.limits === undefined)) limited = false;
  }
  const requested = Object.keys(requests);
  if (requested.length === 0 && Object.keys(limits).length === 0) return 'BestEffort';
  const equal = requested.every((name) => compareQuantities(limits[name] ?? '-1', requests[name] ?? '0') === 0);
  return limited && equal && requested.length === Object.keys(limits).length ? 'Guaranteed' : 'Burstable';
}

function positive(list: Readonly<ResourceList> | undefined): ResourceList {
  const result: ResourceList = {};
  for (const name of counted) {
    const quantity = list?.[name];
    if (quantity !== undefined && quantitySign(quantity) > 0) result[name] = quantity;
  }
  return result;
}
