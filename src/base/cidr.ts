import { isIPv4, isIPv6 } from 'node:net';
import ipaddr from 'ipaddr.js';

/** A range of addresses. The base is its first address as a number: compare and count, never format by hand. */
export interface Cidr {
  readonly family: 4 | 6;
  readonly base: bigint;
  readonly prefixLength: number;
}

/** Reads `10.0.0.0/8` or `fd00::/64`. Bits below the prefix are dropped. Throws a RangeError that names the text otherwise. */
export function parseCidr(text: string): Cidr {
  const [address = '', prefix = '', ...rest] = text.split('/');
  const family = familyOf(address);
  if (family === undefined || rest.length > 0 || !/^\d{1,3}$/.test(prefix) || Number(prefix) > bitsOf(family)) {
    throw new RangeError(`"${text}" is not a range of IP addresses such as 10.0.0.0/8`);
  }
  const prefixLength = Number(prefix);
  const hostBits = BigInt(bitsOf(family) - prefixLength);
  return { family, prefixLength, base: (addressToNumber(address) >> hostBits) << hostBits };
}

export const formatCidr = (cidr: Cidr): string => `${numberToAddress(cidr.base, cidr.family)}/${cidr.prefixLength}`;

export const cidrSize = (cidr: Cidr): bigint => 1n << BigInt(bitsOf(cidr.family) - cidr.prefixLength);

/** The address at a position in the range, counted from its first one. */
export function addressAt(cidr: Cidr, index: bigint | number): string {
  const offset = BigInt(index);
  if (offset < 0n || offset >= cidrSize(cidr)) throw new RangeError(`${formatCidr(cidr)} has no address number ${offset}`);
  return numberToAddress(cidr.base + offset, cidr.family);
}

/** The part of a range at a position, when the range is cut into parts with a longer prefix. */
export function subnetAt(cidr: Cidr, prefixLength: number, index: bigint | number): Cidr {
  const position = BigInt(index);
  const parts =
    prefixLength < cidr.prefixLength || prefixLength > bitsOf(cidr.family) ? 0n : 1n << BigInt(prefixLength - cidr.prefixLength);
  if (position < 0n || position >= parts) throw new RangeError(`${formatCidr(cidr)} has no /${prefixLength} number ${position}`);
  return { family: cidr.family, prefixLength, base: cidr.base + (position << BigInt(bitsOf(cidr.family) - prefixLength)) };
}

export const containsAddress = (cidr: Cidr, address: string): boolean =>
  familyOf(address) === cidr.family && inside(cidr, addressToNumber(address));

export const cidrsOverlap = (one: Cidr, other: Cidr): boolean =>
  one.family === other.family && (inside(one, other.base) || inside(other, one.base));

const inside = (cidr: Cidr, address: bigint) => address >= cidr.base && address < cidr.base + cidrSize(cidr);

const bitsOf = (family: 4 | 6) => (family === 4 ? 32 : 128);

const familyOf = (address: string): 4 | 6 | undefined => (isIPv4(address) ? 4 : isIPv6(address) && !address.includes('%') ? 6 : undefined);

const addressToNumber = (address: string): bigint =>
  ipaddr
    .parse(address)
    .toByteArray()
    .reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);

/** RFC 5952 text for IPv6. */
function numberToAddress(value: bigint, family: 4 | 6): string {
  const digits = value.toString(16).padStart(bitsOf(family) / 4, '0');
  if (family === 4) return (digits.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16)).join('.');
  return ipaddr.parse((digits.match(/.{4}/g) ?? []).join(':')).toString();
}
