import type { EndpointPort, EndpointSubset } from '../../kinds/core/endpoints.ts';
import { subsetsOfOffers, type OfferedAddress } from '../endpoint-subsets.ts';

/** Says the same with each port in one subset only. An address that is not ready in one of them is not ready. */
export function repacked(subsets: readonly EndpointSubset[]): readonly EndpointSubset[] {
  const offers = new Map<string, { port: EndpointPort | undefined; addresses: Map<string, OfferedAddress> }>();
  for (const { addresses = [], notReadyAddresses = [], ports = [] } of subsets) {
    const offered = [
      ...addresses.map((address) => ({ address, ready: true })),
      ...notReadyAddresses.map((address) => ({ address, ready: false })),
    ];
    for (const port of ports.length > 0 ? ports : [undefined]) {
      const key = JSON.stringify([port?.name, port?.port, port?.protocol, port?.appProtocol]);
      const offer = offers.getOrInsertComputed(key, () => ({ port, addresses: new Map() }));
      for (const { address, ready } of offered) {
        const same = JSON.stringify([address.ip, address.targetRef?.uid]);
        const known = offer.addresses.get(same);
        offer.addresses.set(same, { address: known?.address ?? address, ready: ready && (known?.ready ?? true) });
      }
    }
  }
  return subsetsOfOffers([...offers.values()].map(({ port, addresses }) => ({ port, addresses: [...addresses.values()] })));
}
