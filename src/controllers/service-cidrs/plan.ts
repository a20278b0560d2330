import { cidrsOverlap, containsAddress, parseCidr, type Cidr } from '../../base/cidr.ts';
import type { ServiceCIDR } from '../../kinds/networking/service-cidr.ts';

export const cidrsOf = ({ spec }: ServiceCIDR): readonly Cidr[] => (spec.cidrs ?? []).map(parseCidr);

export const contains = (range: ServiceCIDR, address: string): boolean => cidrsOf(range).some((cidr) => containsAddress(cidr, address));

export const overlap = (a: ServiceCIDR, b: ServiceCIDR): boolean =>
  cidrsOf(a).some((one) => cidrsOf(b).some((other) => cidrsOverlap(one, other)));

/** Of two ranges that overlap, the one with the shorter prefix contains the other. */
const isWithin = (inner: Cidr, outer: Cidr): boolean => cidrsOverlap(inner, outer) && outer.prefixLength <= inner.prefixLength;

/** Whether every address in use would still be in some range without this one. */
export function mayGo(range: ServiceCIDR, others: readonly ServiceCIDR[], addresses: readonly string[]): boolean {
  const otherCidrs = others.flatMap(cidrsOf);
  if (cidrsOf(range).every((cidr) => otherCidrs.some((other) => isWithin(cidr, other)))) return true;
  return addresses.every((address) => !contains(range, address) || others.some((other) => contains(other, address)));
}
