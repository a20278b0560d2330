import { isIP } from 'node:net';

/** The one spelling of an address that leaves nothing out: `fd00:0:0:0:0:0:0:1`. IPv4 addresses have only one. */
export function writtenOut(address: string): string {
  if (isIP(address) !== 6) return address;
  // The URL parser brings every spelling to one, with at most one run of zeros left out.
  const shortest = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [before = [], after] = shortest.split('::').map((part) => part.split(':').filter(Boolean));
  if (after === undefined) return before.join(':');
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => '0'), ...after].join(':');
}
