import { isIP } from 'node:net';

/** A server that knows names outside of the cluster. */
export interface UpstreamAddress {
  readonly address: string;
  readonly port: number;
}

/** Reads `10.0.0.2`, `10.0.0.2:5353`, `fd00::2` or `[fd00::2]:5353`. Throws a RangeError that names the text otherwise. */
export function parseUpstream(text: string): UpstreamAddress {
  const [, bracketed, plain = '', port = '53'] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(text) ?? [];
  const address = isIP(text) === 6 ? text : (bracketed ?? plain);
  const number = isIP(text) === 6 ? 53 : Number(port);
  if (isIP(address) === 0 || number < 1 || number > 65_535) throw new RangeError(`"${text}" is not the address of a DNS server`);
  return { address, port: number };
}

/**
 * The servers that a `resolv.conf` names. Those on the loopback are left out: they belong to another network namespace, or
 * are this very server.
 */
export function upstreamsInResolvConf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => /^\s*nameserver\s+(\S+)/.exec(line)?.[1] ?? '')
    .filter((address) => isIP(address) !== 0 && !isLoopback(address));
}

const isLoopback = (address: string) => address.startsWith('127.') || address === '::1';
