import { Endpoint } from '../../kinds/discovery/endpoint-slice/schema.ts';
import type { EndpointSlice } from '../../kinds/discovery/endpoint-slice/index.ts';
import type { Service } from '../../kinds/core/service/index.ts';
import { isSame } from '../../kinds/same.ts';
import type { New } from '../../model/kind.ts';
import { endpointKey, type AddressType } from '../service-slices/keys.ts';
import type { SliceChanges } from '../service-slices/slice-changes.ts';
import type { portsOf } from './endpoints.ts';
import { hasLabels, newSlice, withLabels } from './slice.ts';

/** As many as upstream's controller puts into one, unless told otherwise. */
export const endpointsPerSlice = 100;

/** What slices with the same ports should hold between them. */
export interface Desired {
  readonly service: Service;
  readonly addressType: AddressType;
  readonly ports: ReturnType<typeof portsOf>;
  readonly endpoints: ReadonlyMap<string, Endpoint>;
}

export interface Filled extends SliceChanges {
  readonly unchanged: readonly EndpointSlice[];
}

/** Fits the endpoints into the slices and changes as few as it can. Hints are left to others. */
export function fill(desired: Desired, slices: readonly EndpointSlice[]): Filled {
  const { service, addressType, ports } = desired;
  const missing = new Map(desired.endpoints);
  const remove: EndpointSlice[] = [];
  const changed: EndpointSlice[] = [];
  let unchanged: EndpointSlice[] = [];

  for (const slice of slices) {
    const kept: Endpoint[] = [];
    let isUpdated = false;
    for (const endpoint of slice.endpoints ?? []) {
      const { hints: _, ...current } = endpoint;
      const key = endpointKey(endpoint);
      const wanted = missing.get(key);
      if (!wanted) continue;
      missing.delete(key);
      kept.push(wanted);
      isUpdated ||= !isSame(Endpoint, wanted, current);
    }
    const isShrunk = kept.length !== sizeOf(slice);
    if ((isUpdated || isShrunk) && kept.length === 0) remove.push(slice);
    else if (isUpdated || isShrunk) changed.push({ ...withLabels(slice, service), endpoints: kept });
    else if (!hasLabels(slice, service)) changed.push(withLabels(slice, service));
    else unchanged.push(slice);
  }

  const left = [...missing.values()];
  // Slices that change anyway are filled first, the fullest before the others.
  const update = changed
    .toSorted((a, b) => sizeOf(b) - sizeOf(a))
    .map((slice) => ({ ...slice, endpoints: [...(slice.endpoints ?? []), ...left.splice(0, endpointsPerSlice - sizeOf(slice))] }));
  const create: New<EndpointSlice>[] = [];
  while (left.length > 0) {
    const fitting = left.length < endpointsPerSlice ? bestFit(unchanged, left.length) : undefined;
    if (fitting) {
      unchanged = unchanged.filter((slice) => slice !== fitting);
      update.push({ ...fitting, endpoints: [...(fitting.endpoints ?? []), ...left.splice(0)] });
    } else {
      create.push(newSlice(service, { addressType, ports, endpoints: left.splice(0, endpointsPerSlice) }));
    }
  }
  return { create, update, remove, unchanged };
}

export const sizeOf = ({ endpoints }: EndpointSlice): number => (endpoints ?? []).length;

/** The slice that comes closest to full with so many more. */
function bestFit(slices: readonly EndpointSlice[], count: number): EndpointSlice | undefined {
  const room = (slice: EndpointSlice) => endpointsPerSlice - sizeOf(slice) - count;
  return slices.filter((slice) => room(slice) >= 0 && sizeOf(slice) > 0).toSorted((a, b) => room(a) - room(b))[0];
}
