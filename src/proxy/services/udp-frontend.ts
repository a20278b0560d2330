import { endpointsKey, type Endpoints } from './endpoints.ts';
import type { ProxiedService } from './service-port.ts';
import { socketAddress } from '../rules/address-family.ts';

/** Where a UDP service is reached, and who may answer: what the kernel remembers of flows must agree with it. */
export interface UdpFrontend {
  /** Address and port. */
  readonly addresses: readonly string[];
  readonly nodePort: number | undefined;
  /** Addresses and ports of all that serve, whatever the traffic policies: those only concern new flows. */
  readonly endpoints: ReadonlySet<string>;
}

export function udpFrontends(service: ProxiedService, endpoints: Endpoints): readonly UdpFrontend[] {
  return service.ports
    .filter(({ protocol }) => protocol === 'udp')
    .map((port) => ({
      addresses: [service.clusterIp, ...service.externalIps, ...service.loadBalancerIps].map((address) =>
        socketAddress(address, port.port),
      ),
      nodePort: port.nodePort,
      endpoints: new Set(
        (endpoints.get(endpointsKey(port)) ?? [])
          .filter(({ isServing }) => isServing)
          .map(({ address, port }) => socketAddress(address, port)),
      ),
    }));
}

/**
 * Whether flows may be left that lead where they should not: an endpoint went, or there are some now where there were
 * none, and clients that tried before are remembered as talking to the service's own address.
 */
export const mayLeaveStaleFlows = (before: readonly UdpFrontend[], after: readonly UdpFrontend[]): boolean =>
  after.some(({ addresses, endpoints }) => {
    const previous = before.find((frontend) => frontend.addresses[0] === addresses[0])?.endpoints ?? new Set<string>();
    return endpoints.size > 0 && (previous.size === 0 || !previous.isSubsetOf(endpoints));
  });
