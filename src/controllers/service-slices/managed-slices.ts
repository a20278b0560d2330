import type { Ref } from '../../client/client.ts';
import { EndpointSlice } from '../../kinds/discovery/endpoint-slice/index.ts';
import type { Cache } from '../../runtime/cache.ts';
import { index, on, type Index, type Wake } from '../../runtime/controller.ts';

export const serviceNameLabel = 'kubernetes.io/service-name';
export const managedByLabel = 'endpointslice.kubernetes.io/managed-by';

/** The slices that one controller looks after, told from those of others by a label. */
export interface ManagedSlices {
  /** Slices by the service they are of; whoever uses `of` has to declare it. */
  readonly index: Index;
  /** Wakes the objects that are named like the services whose slices change. */
  readonly wake: Wake;
  /** Those of a service, without those that are being deleted. */
  of(service: Ref, cache: Cache): readonly EndpointSlice[];
}

export function managedSlices(manager: string): ManagedSlices {
  const name = `slices of ${manager} by service`;
  const servicesOf = ({ metadata }: EndpointSlice): readonly Ref[] => {
    const { [managedByLabel]: managedBy, [serviceNameLabel]: service } = metadata.labels ?? {};
    return managedBy === manager && service ? [{ name: service, namespace: metadata.namespace }] : [];
  };
  return {
    index: index(EndpointSlice, name, (slice) => servicesOf(slice).map(keyOfService)),
    wake: on(EndpointSlice, (slice, { previous }) => [...servicesOf(slice), ...(previous ? servicesOf(previous) : [])]),
    of: (service, cache) =>
      cache.byIndex(EndpointSlice, name, keyOfService(service)).filter(({ metadata }) => metadata.deletionTimestamp === undefined),
  };
}

const keyOfService = ({ namespace = '', name }: Ref): string => `${namespace}/${name}`;
