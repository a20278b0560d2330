import type { TLSSocket } from 'node:tls';

/** The certificate a client showed, and whether the authority for clients vouches for it. */
export interface PeerCertificate {
  readonly commonName: string;
  readonly organizations: readonly string[];
  /** Values of the subject's user identifier (1.3.6.1.4.1.57683.2). */
  readonly userIds?: readonly string[];
  /** SHA-256 of the certificate, in lowercase hexadecimal digits. */
  readonly fingerprint?: string;
  readonly serialNumber?: string;
  readonly endsAtMs?: number;
  /** Why the certificate was not accepted; absent when it was. */
  readonly problem?: string;
}

const userIdentifier = '1.3.6.1.4.1.57683.2';

/**
 * Reads the certificate of a connection whose server was made with `requestCert: true`, `rejectUnauthorized: false` and the
 * authority for clients as `ca`. Connections do not change theirs, so read once a connection.
 */
export function peerCertificate(socket: TLSSocket): PeerCertificate | undefined {
  const certificate = socket.getPeerCertificate();
  // An empty object stands for a client that showed none.
  if (certificate?.subject === undefined) return undefined;
  // A repeated attribute is a list, which the declared type leaves out, and unknown ones appear under their identifier.
  const subject = certificate.subject as unknown as Record<string, string | string[] | undefined>;
  return {
    commonName: list(subject['CN']).at(-1) ?? '',
    organizations: list(subject['O']),
    userIds: list(subject[userIdentifier]),
    fingerprint: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    serialNumber: certificate.serialNumber,
    endsAtMs: Date.parse(certificate.valid_to),
    ...(!socket.authorized && { problem: reason(socket.authorizationError) }),
  };
}

const list = (value: string | string[] | undefined) => (value === undefined ? [] : typeof value === 'string' ? [value] : value);

/** Declared an error, in practice OpenSSL's code as text. */
const reason = (problem: unknown) => (problem instanceof Error ? problem.message : typeof problem === 'string' ? problem : 'not verified');
