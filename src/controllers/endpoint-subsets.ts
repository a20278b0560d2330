import type { EndpointAddress, EndpointPort, EndpointSubset } from '../kinds/core/endpoints.ts';

/** A port and the addresses that offer it. Undefined stands for no port at all. */
export interface PortOffer {
  readonly port: EndpointPort | undefined;
  readonly addresses: readonly OfferedAddress[];
}

export interface OfferedAddress {
  readonly address: EndpointAddress;
  readonly ready: boolean;
}

/** Ports that the same addresses offer share a subset. Everything is sorted, so that equal endpoints look equal. */
export function subsetsOfOffers(offers: Iterable<PortOffer>): readonly EndpointSubset[] {
  const byAddresses = Map.groupBy(offers, ({ addresses }) => JSON.stringify(addresses.toSorted(byIpAndUid)));
  return [...byAddresses.values()].map(subsetOf).toSorted((a, b) => compare(JSON.stringify(a), JSON.stringify(b)));
}

function subsetOf(offers: readonly PortOffer[]): EndpointSubset {
  const addresses = (offers[0]?.addresses ?? []).toSorted(byIpAndUid);
  const ready = addresses.filter((each) => each.ready).map(({ address }) => address);
  const notReady = addresses.filter((each) => !each.ready).map(({ address }) => address);
  const ports = offers.flatMap(({ port }) => port ?? []).toSorted((a, b) => compare(JSON.stringify(a), JSON.stringify(b)));
  return {
    ...(ready.length > 0 && { addresses: ready }),
    ...(notReady.length > 0 && { notReadyAddresses: notReady }),
    ...(ports.length > 0 && { ports }),
  };
}

const byIpAndUid = (a: OfferedAddress, b: OfferedAddress): number =>
  compare(a.address.ip, b.address.ip) || compare(a.address.targetRef?.uid ?? '', b.address.targetRef?.uid ?? '');

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
