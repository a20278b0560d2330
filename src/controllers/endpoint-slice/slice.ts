import type { EndpointSlice } from '../../kinds/discovery/endpoint-slice/index.ts';
import type { Endpoint, EndpointPort } from '../../kinds/discovery/endpoint-slice/schema.ts';
import type { Service } from '../../kinds/core/service/index.ts';
import type { New } from '../../model/kind.ts';
import { ownerReference } from '../../model/owner-references.ts';
import { isHeadless } from '../service-pods/membership.ts';
import type { AddressType } from '../service-slices/keys.ts';
import { managedByLabel, serviceNameLabel } from '../service-slices/managed-slices.ts';

export const manager = 'endpointslice-controller.k8s.io';
const headlessLabel = 'service.kubernetes.io/headless';

const reserved = new Set([serviceNameLabel, managedByLabel, headlessLabel]);

export interface SliceContent {
  readonly addressType: AddressType;
  readonly ports: readonly EndpointPort[];
  readonly endpoints: readonly Endpoint[];
}

export const newSlice = (service: Service, { addressType, ports, endpoints }: SliceContent): New<EndpointSlice> => ({
  metadata: {
    generateName: `${service.metadata.name}-`,
    namespace: service.metadata.namespace ?? '',
    labels: labelsFor(service),
    ownerReferences: [ownerReference(service)],
  },
  addressType,
  ports: [...ports],
  endpoints: [...endpoints],
});

/** Those of the service, and what says whose and what kind of slice it is. */
function labelsFor(service: Service): Record<string, string> {
  const own = Object.entries(service.metadata.labels ?? {}).filter(([key]) => !reserved.has(key));
  return {
    ...Object.fromEntries(own),
    ...(isHeadless(service) && { [headlessLabel]: '' }),
    [serviceNameLabel]: service.metadata.name,
    [managedByLabel]: manager,
  };
}

export const withLabels = (slice: EndpointSlice, service: Service): EndpointSlice => ({
  ...slice,
  metadata: { ...slice.metadata, labels: labelsFor(service) },
});

export function hasLabels({ metadata }: EndpointSlice, service: Service): boolean {
  const wanted = Object.entries(labelsFor(service));
  const present = metadata.labels ?? {};
  return wanted.length === Object.keys(present).length && wanted.every(([key, value]) => present[key] === value);
}

/** A slice of an earlier service of the same name is somebody else's to delete. */
export const isOwnedBy = ({ metadata }: EndpointSlice, service: Service): boolean =>
  metadata.ownerReferences?.some(
    ({ uid, kind, apiVersion }) => uid === service.metadata.uid && kind === 'Service' && apiVersion === 'v1',
  ) ?? false;
