import { createHmac } from 'node:crypto';
import type { BootstrapToken } from './token.ts';

const signaturePrefix = 'jws-kubeconfig-';

/** The data of the ConfigMap `cluster-info` with a signature by each token and no others. */
export function signedClusterInfo(data: Readonly<Record<string, string>>, tokens: readonly BootstrapToken[]): Record<string, string> {
  const unsigned = Object.fromEntries(Object.entries(data).filter(([key]) => !key.startsWith(signaturePrefix)));
  const content = unsigned['kubeconfig'];
  if (content === undefined) return { ...data };
  return {
    ...unsigned,
    ...Object.fromEntries(tokens.map((token) => [`${signaturePrefix}${token.id}`, detachedSignature(content, token)])),
  };
}

/** A JWS whose content is left out, since it stands beside it (RFC 7515, appendix F). */
export function detachedSignature(content: string, { id, secret }: BootstrapToken): string {
  const header = Buffer.from(JSON.stringify({ alg: 'HS256', kid: id })).toString('base64url');
  const payload = Buffer.from(content).toString('base64url');
  const signature = createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url');
  return `${header}..${signature}`;
}
