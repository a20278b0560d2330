import type { User } from '../../model/request.ts';
import type { PeerCertificate } from './peer-certificate.ts';

/** What a request shows of who it comes from: what the model says, with what a connection knows of a certificate. */
export type Credentials =
  /** A client may show a token as well; it counts when the certificate does not. */
  | ({ readonly type: 'certificate'; readonly token?: string } & PeerCertificate)
  | { readonly type: 'bearer'; readonly token: string }
  | { readonly type: 'user'; readonly user: User }
  | { readonly type: 'none' };

export interface ReceivedCredentials {
  readonly credentials: Credentials;
  /** For `Warning` headers of the answer. */
  readonly warnings: readonly string[];
  /** What is left of `Sec-WebSocket-Protocol` once a token in it is taken out; absent when the header was. */
  readonly webSocketProtocols?: readonly string[];
}

const protocolPrefix = 'base64url.bearer.authorization.k8s.io.';

/** Finds the credentials in what a connection and a request's headers offer. */
export function receivedCredentials({
  peer,
  authorization,
  webSocketProtocol,
}: {
  peer?: PeerCertificate | undefined;
  /** The `Authorization` header. */
  authorization?: string | undefined;
  /** The `Sec-WebSocket-Protocol` header of a request for a WebSocket: browsers cannot set the other one. */
  webSocketProtocol?: string | undefined;
}): ReceivedCredentials {
  const header = bearerToken(authorization);
  const protocols = webSocketProtocol === undefined ? undefined : protocolToken(webSocketProtocol);
  const token = header.token ?? protocols?.token;
  return {
    credentials: credentialsOf(peer, token),
    warnings: header.warnings,
    ...(protocols && { webSocketProtocols: protocols.protocols }),
  };
}

function credentialsOf(peer: PeerCertificate | undefined, token: string | undefined): Credentials {
  if (peer) return { type: 'certificate', ...peer, ...(token !== undefined && { token }) };
  return token === undefined ? { type: 'none' } : { type: 'bearer', token };
}

function bearerToken(authorization: string | undefined): { readonly token?: string; readonly warnings: readonly string[] } {
  const [scheme = '', token = '', ...rest] = (authorization ?? '').trim().split(' ');
  if (scheme.toLowerCase() !== 'bearer') return { warnings: [] };
  if (token !== '') return { token, warnings: [] };
  return {
    warnings: rest.length > 0 ? ['the provided Authorization header contains extra space before the bearer token, and is ignored'] : [],
  };
}

function protocolToken(header: string): { readonly token?: string; readonly protocols: readonly string[] } {
  const offered = header.split(',').map((each) => each.trim());
  const protocols = offered.filter((each) => !each.startsWith(protocolPrefix));
  const encoded = offered.filter((each) => each.startsWith(protocolPrefix)).map((each) => each.slice(protocolPrefix.length));
  const [first = ''] = encoded;
  if (first === '') return { protocols };
  // One token, and one other protocol for the server to agree to; otherwise what was sent is taken as it is and refused.
  if (encoded.length > 1 || protocols.length === 0 || !/^[A-Za-z0-9_-]+$/.test(first)) return { token: encoded.join(','), protocols };
  return { token: Buffer.from(first, 'base64url').toString('utf8'), protocols };
}
