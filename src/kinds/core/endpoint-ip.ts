import ipaddr from 'ipaddr.js';
import type { Field, FieldErrors } from '../../model/field.ts';
import { canonicalIp, parsesAsIp } from '../ip-validation.ts';

const unspecified = ['0.0.0.0', '::'];

/** Addresses traffic may be sent to: none that mean the sender itself or its link. */
export function* validateEndpointIp(address: string, field: Field): FieldErrors {
  if (!parsesAsIp(address)) {
    yield field.invalid(address, 'must be a valid IP address');
    return;
  }
  const parsed = ipaddr.parse(canonicalIp(address));
  const range = parsed.range();
  if (unspecified.includes(parsed.toString())) yield field.invalid(address, `may not be unspecified (${address})`);
  if (range === 'loopback') yield field.invalid(address, 'may not be in the loopback range (127.0.0.0/8, ::1/128)');
  if (range === 'linkLocal') yield field.invalid(address, 'may not be in the link-local range (169.254.0.0/16, fe80::/10)');
  if (isLinkLocalMulticast(parsed)) yield field.invalid(address, 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)');
}

function isLinkLocalMulticast(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  const [first, second, third] = address.toByteArray();
  return (first === 224 && second === 0 && third === 0) || (first === 0xff && second !== undefined && (second & 0x0f) === 0x02);
}
