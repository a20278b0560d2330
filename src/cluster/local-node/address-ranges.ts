import { cidrsOverlap, formatCidr, parseCidr, subnetAt } from '../../base/cidr.ts';
import { spread } from './names.ts';

/** The ranges a local cluster needs on the machine. */
export interface AddressRanges {
  readonly nodeCidr: string;
  readonly podCidr: string;
  readonly serviceCidr: string;
}

export type RangeName = keyof AddressRanges;

/** A range somebody else uses, and what it is there. */
export interface UsedRange {
  readonly cidr: string;
  readonly by: string;
}

/** The ranges to try, the usual ones first. Clusters start at different places, so that few meet. */
export function rangeCandidates(name: RangeName, clusterName: string): string[] {
  const { first, within, prefixLength, from, count } = candidates[name];
  const start = spread(`${clusterName}/${name}`, count);
  const others = Array.from({ length: count }, (_, step) =>
    formatCidr(subnetAt(parseCidr(within), prefixLength, from + ((start + step) % count))),
  );
  return first === undefined ? others : [first, ...others.filter((cidr) => cidr !== first)];
}

/** Pods and services where kubeadm and most manuals have them; nodes in a corner of 10.0.0.0/8 that few use. */
const candidates = {
  nodeCidr: { first: undefined, within: '10.89.0.0/16', prefixLength: 24, from: 0, count: 256 },
  podCidr: { first: '10.244.0.0/16', within: '10.0.0.0/8', prefixLength: 16, from: 200, count: 40 },
  serviceCidr: { first: '10.96.0.0/16', within: '10.0.0.0/8', prefixLength: 16, from: 96, count: 16 },
} as const;

export const rangeInTheWay = (cidr: string, used: readonly UsedRange[]): UsedRange | undefined =>
  used.find((other) => cidrsOverlap(parseCidr(cidr), parseCidr(other.cidr)));

interface ListedRoute {
  readonly dst: string;
  readonly dev?: string;
  readonly type?: string;
}

/** What `ip -json -4 route show table all` tells is taken, without one interface's own. */
export const usedRanges = (routes: readonly ListedRoute[], ownInterface: string): UsedRange[] =>
  routes
    .filter(({ dst, dev }) => dst !== 'default' && dst !== '0.0.0.0/0' && dev !== ownInterface)
    .map(({ dst, dev, type }) => ({ cidr: dst.includes('/') ? dst : `${dst}/32`, by: dev ?? `a route of type ${type ?? 'unicast'}` }));

/** The ranges that have a route over an interface. */
export const rangesOf = (routes: readonly ListedRoute[], ownInterface: string): string[] =>
  routes.filter(({ dev, type = 'unicast' }) => dev === ownInterface && type === 'unicast').map(({ dst }) => dst);
