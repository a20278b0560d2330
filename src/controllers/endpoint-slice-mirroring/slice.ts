import { isIPv4 } from 'node:net';
import type { EndpointAddress, EndpointPort as SubsetPort, Endpoints } from '../../kinds/core/endpoints.ts';
import type { EndpointSlice } from '../../kinds/discovery/endpoint-slice/index.ts';
import type { Endpoint, EndpointPort } from '../../kinds/discovery/endpoint-slice/schema.ts';
import { canonicalIp, parsesAsIp } from '../../kinds/ip-validation.ts';
import { lastAppliedAnnotation } from '../../model/apply/last-applied.ts';
import type { New } from '../../model/kind.ts';
import { ownerReference } from '../../model/owner-references.ts';
import { triggerTimeAnnotation } from '../service-pods/trigger-times.ts';
import type { AddressType } from '../service-slices/keys.ts';
import { managedByLabel, serviceNameLabel } from '../service-slices/managed-slices.ts';

export const manager = 'endpointslicemirroring-controller.k8s.io';

export interface SliceContent {
  readonly addressType: AddressType;
  readonly ports: readonly EndpointPort[];
  readonly endpoints: readonly Endpoint[];
}

export const newSlice = (endpoints: Endpoints, content: SliceContent): New<EndpointSlice> => ({
  metadata: {
    generateName: `${endpoints.metadata.name}-`,
    namespace: endpoints.metadata.namespace ?? '',
    ...metadataFor(endpoints),
  },
  addressType: content.addressType,
  ports: [...content.ports],
  endpoints: [...content.endpoints],
});

/** Those of the endpoints, but for what is about these alone, and what says whose the slice is. */
export function metadataFor(endpoints: Endpoints) {
  const { [triggerTimeAnnotation]: _time, [lastAppliedAnnotation]: _applied, ...annotations } = endpoints.metadata.annotations ?? {};
  return {
    labels: { ...endpoints.metadata.labels, [serviceNameLabel]: endpoints.metadata.name, [managedByLabel]: manager },
    annotations,
    ownerReferences: [ownerReference(endpoints)],
  };
}

/** Undefined for what is no address. */
export function endpointOf(
  { ip, targetRef, nodeName, hostname }: EndpointAddress,
  ready: boolean,
): { addressType: AddressType; endpoint: Endpoint } | undefined {
  if (!parsesAsIp(ip)) return undefined;
  const address = canonicalIp(ip);
  return {
    addressType: isIPv4(address) ? 'IPv4' : 'IPv6',
    endpoint: {
      addresses: [address],
      conditions: { ready },
      ...(targetRef && { targetRef }),
      ...(nodeName && { nodeName }),
      ...(hostname && { hostname }),
    },
  };
}

export const portOf = ({ name = '', port, protocol = 'TCP', appProtocol }: SubsetPort): EndpointPort => ({
  name,
  port,
  protocol,
  ...(appProtocol && { appProtocol }),
});
