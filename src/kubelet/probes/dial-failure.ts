const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connect: connection refused',
  ECONNRESET: 'read: connection reset by peer',
  EHOSTUNREACH: 'connect: no route to host',
  ENETUNREACH: 'connect: network is unreachable',
  ETIMEDOUT: 'i/o timeout',
};

/** In the words users know from messages of Kubernetes. */
export function dialFailure(error: unknown, address: string): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known = words[code];
  if (known?.startsWith('read')) return `read tcp ${address}: ${known}`;
  return known ? `dial tcp ${address}: ${known}` : error instanceof Error ? error.message : String(error);
}
