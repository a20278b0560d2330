import { isIP } from 'node:net';
import type { ClusterAccess } from '../kubeconfig/access.ts';

/** How to prove who we are and to check who the server is, in the words of `node:tls`. */
export interface TlsSettings {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly servername?: string;
  readonly rejectUnauthorized: boolean;
}

export function tlsSettings({ server, caPem, certificatePem, keyPem, tlsServerName, insecure = false }: ClusterAccess): TlsSettings {
  const host = new URL(server).hostname.replace(/^\[|\]$/g, '');
  // Addresses are not sent as server names (RFC 6066), but still checked against the certificate.
  const name = tlsServerName ?? (isIP(host) ? undefined : host);
  return {
    ...(caPem && { ca: caPem }),
    ...(certificatePem && { cert: certificatePem }),
    ...(keyPem && { key: keyPem }),
    ...(name && { servername: name }),
    rejectUnauthorized: !insecure,
  };
}
