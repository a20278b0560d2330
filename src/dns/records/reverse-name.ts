import { isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';

/** The name that an address is looked up by: `4.3.2.1.in-addr.arpa`. RFC 1035 and 3596. */
export function reverseName(address: string): string {
  if (isIPv4(address)) return `${address.split('.').toReversed().join('.')}.in-addr.arpa`;
  const digits = ipaddr
    .parse(address)
    .toByteArray()
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
  return `${digits.split('').toReversed().join('.')}.ip6.arpa`;
}

/** How addresses are written in a label: `10-244-0-5`. */
export const dashedAddress = (address: string): string => address.replaceAll(/[.:]/g, '-');

/** The address that a label was written from; undefined when it is none. */
export function addressInLabel(label: string): string | undefined {
  const four = label.replaceAll('-', '.');
  if (isIPv4(four)) return four;
  const six = label.replaceAll('-', ':');
  return ipaddr.IPv6.isValid(six) && !six.includes('.') ? ipaddr.IPv6.parse(six).toString() : undefined;
}
