/** How nftables speaks of one IP family. Each family has a table, and so a proxy, of its own. */
export interface AddressFamily {
  readonly number: 4 | 6;
  /** As services and endpoint slices name it. */
  readonly name: 'IPv4' | 'IPv6';
  /** The table's family, and the protocol in expressions such as `ip saddr`. */
  readonly ip: 'ip' | 'ip6';
  readonly addressType: 'ipv4_addr' | 'ipv6_addr';
  readonly loopback: string;
}

export const addressFamilies: Readonly<Record<4 | 6, AddressFamily>> = {
  4: { number: 4, name: 'IPv4', ip: 'ip', addressType: 'ipv4_addr', loopback: '127.0.0.0/8' },
  6: { number: 6, name: 'IPv6', ip: 'ip6', addressType: 'ipv6_addr', loopback: '::1' },
};

/** An address with a port, as rules and humans write it. */
export const socketAddress = (address: string, port: number): string =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
