import type { Endpoint, EndpointPort } from '../../kinds/discovery/endpoint-slice/schema.ts';

export type AddressType = 'IPv4' | 'IPv6';

/** The same for the same ports in any order. */
export const portsKey = (ports: readonly EndpointPort[] | null | undefined): string =>
  (ports ?? [])
    .map(({ name = '', port, protocol = 'TCP', appProtocol }) => JSON.stringify([name, port, protocol, appProtocol]))
    .toSorted()
    .join();

/** Endpoints of the same key are the same endpoint, though it may have changed. */
export const endpointKey = ({ addresses, hostname, targetRef }: Endpoint): string =>
  JSON.stringify([addresses.toSorted(), hostname, targetRef?.namespace, targetRef?.name]);
