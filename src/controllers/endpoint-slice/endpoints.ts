import { isIPv4, isIPv6 } from 'node:net';
import type { Endpoint, EndpointPort } from '../../kinds/discovery/endpoint-slice/schema.ts';
import type { Node } from '../../kinds/core/node/index.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { isPodReady } from '../../kinds/core/pod/readiness.ts';
import type { Service } from '../../kinds/core/service/index.ts';
import { hostnameIn, targetPortOf } from '../service-pods/membership.ts';
import type { AddressType } from '../service-slices/keys.ts';

export const addressTypesOf = ({ spec }: Service): readonly AddressType[] => {
  const families = (spec.ipFamilies ?? []).filter((family) => family === 'IPv4' || family === 'IPv6');
  if (families.length > 0) return families;
  if (!spec.clusterIP || spec.clusterIP === 'None') return ['IPv4', 'IPv6'];
  return isIPv6(spec.clusterIP) ? ['IPv6'] : ['IPv4'];
};

/** Undefined when the pod has no address of this type. */
export function endpointOf(
  pod: Pod,
  { service, node, addressType }: { service: Service; node: Node | undefined; addressType: AddressType },
): Endpoint | undefined {
  const isOfType = addressType === 'IPv6' ? isIPv6 : isIPv4;
  const addresses = (pod.status.podIPs ?? []).map(({ ip }) => ip).filter((ip) => ip !== undefined && isOfType(ip));
  if (addresses.length === 0) return undefined;
  const serving = isPodReady(pod);
  const terminating = pod.metadata.deletionTimestamp !== undefined;
  const zone = node?.metadata.labels?.['topology.kubernetes.io/zone'];
  const hostname = hostnameIn(service, pod);
  const { namespace = '', name, uid } = pod.metadata;
  return {
    addresses,
    conditions: { ready: (service.spec.publishNotReadyAddresses ?? false) || (serving && !terminating), serving, terminating },
    ...(hostname && { hostname }),
    targetRef: { kind: 'Pod', namespace, name, uid },
    ...(pod.spec.nodeName && { nodeName: pod.spec.nodeName }),
    ...(zone && { zone }),
  };
}

/** The ports of the pod that the service leads to. Pods differ in them where the service names its target ports. */
export function portsOf(service: Service, pod: Pod): readonly EndpointPort[] {
  return (service.spec.ports ?? []).flatMap((servicePort) => {
    const port = targetPortOf(servicePort, pod);
    if (port === undefined) return [];
    const { name = '', protocol = 'TCP', appProtocol } = servicePort;
    return [{ name, port, protocol, ...(appProtocol && { appProtocol }) }];
  });
}
