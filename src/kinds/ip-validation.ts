import { isIPv4, isIPv6 } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { Field, FieldErrors } from '../model/field.ts';

export const ipFamilyOf = (address: string): 'IPv4' | 'IPv6' | undefined => (isIPv4(address) ? 'IPv4' : isIp(address) ? 'IPv6' : undefined);

export const isIp = (address: string): boolean => isIPv4(address) || (isIPv6(address) && !address.includes('%'));

/** Whether it is an address to lenient parsers, which skip leading zeros. */
export const parsesAsIp = (address: string): boolean => isIp(withoutLeadingZeros(address));

/**
 * An address in a field that is older than strict checks: any way of writing it will do, except for those that programs
 * read differently. Values that were there before are left alone.
 */
export function* validateIp(address: string, field: Field, existing: readonly string[] = []): FieldErrors {
  if (existing.includes(address)) return;
  if (!parsesAsIp(address)) {
    yield field.invalid(address, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)');
    return;
  }
  if (!isIp(address)) yield field.invalid(address, 'must not have leading 0s');
  else if (isMapped(address)) yield field.invalid(address, 'must not be an IPv4-mapped IPv6 address');
}

/** An address in its canonical form. */
export function* validateStrictIp(address: string, field: Field): FieldErrors {
  const problems = [...validateIp(address, field)];
  yield* problems;
  if (problems.length === 0 && canonicalIp(address) !== address) {
    yield field.invalid(address, `must be in canonical form (${JSON.stringify(canonicalIp(address))})`);
  }
}

export const canonicalIp = (address: string): string => ipaddr.process(withoutLeadingZeros(address)).toString();

/** What clients should be told about addresses that are accepted and yet unusual. */
export function* ipWarnings(address: string, field: Field): Iterable<string> {
  if (!parsesAsIp(address)) return;
  const canonical = canonicalIp(address);
  const [was, should] = [JSON.stringify(address), JSON.stringify(canonical)];
  if (!isIp(address) || isMapped(address)) yield `${field.path}: non-standard IP address ${was} is invalid: use ${should}`;
  else if (canonical !== address) yield `${field.path}: IPv6 address ${was} should be in RFC 5952 canonical format (${should})`;
}

/** A range in a field that is older than strict checks. */
export function* validateCidr(cidr: string, field: Field, existing: readonly string[] = []): FieldErrors {
  if (existing.includes(cidr)) return;
  const parsed = parseCidr(cidr);
  if (!parsed) {
    yield field.invalid(cidr, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)');
    return;
  }
  if (!isIp(parsed.address) || /^0\d/.test(parsed.prefix)) yield field.invalid(cidr, 'must not have leading 0s in IP or prefix length');
  else if (isMapped(parsed.address)) yield field.invalid(cidr, 'must not have an IPv4-mapped IPv6 address');
  else if (networkOf(parsed) !== canonicalIp(parsed.address)) yield field.invalid(cidr, 'must not have bits set beyond the prefix length');
}

export function* validateStrictCidr(cidr: string, field: Field): FieldErrors {
  const problems = [...validateCidr(cidr, field)];
  yield* problems;
  const canonical = canonicalCidr(cidr);
  if (problems.length === 0 && canonical !== cidr) yield field.invalid(cidr, `must be in canonical form (${JSON.stringify(canonical)})`);
}

/** The range that an address with a prefix length lies in, or nothing when it is none. */
export function canonicalCidr(cidr: string): string | undefined {
  const parsed = parseCidr(cidr);
  return parsed && `${networkOf(parsed)}/${Number(parsed.prefix)}`;
}

/** Of the range, however it is written, or nothing when it is none. */
export function cidrFamilyOf(cidr: string): 'IPv4' | 'IPv6' | undefined {
  const parsed = parseCidr(cidr);
  return parsed && ipFamilyOf(canonicalIp(parsed.address));
}

export function* cidrWarnings(cidr: string, field: Field): Iterable<string> {
  const parsed = parseCidr(cidr);
  if (!parsed) return;
  const network = JSON.stringify(canonicalCidr(cidr));
  const single = JSON.stringify(`${canonicalIp(parsed.address)}/${isIPv4(withoutLeadingZeros(parsed.address)) ? 32 : 128}`);
  const was = JSON.stringify(cidr);
  const ambiguous = networkOf(parsed) !== canonicalIp(parsed.address);
  if (ambiguous) yield `${field.path}: CIDR value ${was} is ambiguous in this context (should be ${network} or ${single}?)`;
  const nonStandard = !isIp(parsed.address) || /^0\d/.test(parsed.prefix) || isMapped(parsed.address);
  if (nonStandard) yield `${field.path}: non-standard CIDR value ${was} is invalid: use ${network}`;
  if (!ambiguous && !nonStandard && JSON.stringify(canonicalCidr(cidr)) !== was) {
    yield `${field.path}: IPv6 CIDR value ${was} should be in RFC 5952 canonical format (${network})`;
  }
}

interface CidrText {
  readonly address: string;
  readonly prefix: string;
}

function parseCidr(cidr: string): CidrText | undefined {
  const [address = '', prefix = '', ...rest] = cidr.split('/');
  const plain = withoutLeadingZeros(address);
  if (rest.length > 0 || !/^\d+$/.test(prefix) || !isIp(plain)) return undefined;
  return Number(prefix) <= (isIPv4(plain) ? 32 : 128) ? { address, prefix } : undefined;
}

function networkOf({ address, prefix }: CidrText): string {
  const bytes = ipaddr.parse(withoutLeadingZeros(address)).toByteArray();
  const bits = Number(prefix);
  const kept = bytes.map((byte, index) => byte & (0xff << Math.min(8, Math.max(0, 8 - (bits - index * 8)))) & 0xff);
  return ipaddr.fromByteArray(kept).toString();
}

// Old parsers took 010.0.0.1 for 10.0.0.1 where others read an octal number.
const withoutLeadingZeros = (address: string): string =>
  /[.]/.test(address) ? address.replace(/(^|[.:])0+(?=\d+(?:\.|$))/g, '$1') : address;

function isMapped(address: string): boolean {
  if (!isIPv6(address)) return false;
  const parsed = ipaddr.parse(address);
  return parsed instanceof ipaddr.IPv6 && parsed.isIPv4MappedAddress();
}
