import type { LegacyClaims, ServiceAccountClaims } from './claims.ts';
import type { SigningKey } from './keys.ts';

/** The claims as a signed token in compact form. */
export async function signToken(claims: ServiceAccountClaims | LegacyClaims, { id, algorithm, privateKey }: SigningKey): Promise<string> {
  // Loaded at first use: a process that signs nothing starts faster.
  const { CompactSign } = await import('jose/jws/compact/sign');
  const payload = new TextEncoder().encode(JSON.stringify(claims));
  return new CompactSign(payload).setProtectedHeader({ alg: algorithm, kid: id }).sign(privateKey);
}
