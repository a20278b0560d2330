import { isIPv6 } from 'node:net';
import type { Endpoints } from './endpoints.ts';

const shownAtMost = 3;

/** `10.0.0.1:80,10.0.0.2:80 + 4 more...` */
export function endpointsText({ subsets = [] }: Readonly<Endpoints>): string {
  if (subsets.length === 0) return '<none>';
  const all = subsets.flatMap(({ addresses = [], ports = [] }) =>
    ports.length === 0
      ? addresses.map(({ ip }) => ip)
      : ports.flatMap(({ port }) => addresses.map(({ ip }) => `${isIPv6(ip) ? `[${ip}]` : ip}:${port}`)),
  );
  const shown = all.slice(0, shownAtMost).join(',');
  return all.length > shownAtMost ? `${shown} + ${all.length - shownAtMost} more...` : shown;
}
