import type { Clock } from '../../../base/clock.ts';
import { refused, type Finding, type TokenAuthenticator } from '../finding.ts';
import { boundTokenFinding } from './bound-token.ts';
import { legacyIssuer } from './claims.ts';
import type { VerificationKey } from './keys.ts';
import { legacyTokenFinding, type NoteTokenUse } from './legacy-token.ts';
import { isFields, type Fields } from './parse-claims.ts';
import type { TokenObjects } from './token-objects.ts';
import { TokenCache } from './token-cache.ts';

export interface ServiceAccountTokenOptions {
  /** Tokens of any of them are accepted; the first one is ours. */
  readonly issuers: readonly string[];
  readonly keys: readonly VerificationKey[];
  /** What tokens of this API server are for; a legacy token, which names none, is for these. */
  readonly audiences: readonly string[];
  readonly objects: TokenObjects;
  readonly clock: Clock;
  readonly noteUse?: NoteTokenUse | undefined;
  readonly cacheCapacity?: number | undefined;
}

/**
 * Knows service accounts by their tokens. A signature is verified once and then remembered; whether a token has ended, and
 * whether its account and what it is bound to still exist, is checked each time.
 */
export function serviceAccountTokens(options: ServiceAccountTokenOptions): TokenAuthenticator {
  const { issuers, keys, cacheCapacity } = options;
  const accepted = new Set([...issuers, legacyIssuer]);
  const verified = new TokenCache<Fields>(cacheCapacity === undefined ? {} : { capacity: cacheCapacity });

  return async (token, wanted) => {
    const key = verified.keyOf(token);
    let claims = verified.get(key);
    if (!claims) {
      const unverified = unverifiedParts(token);
      if (!unverified || !accepted.has(String(unverified.claims['iss']))) return undefined;
      if (!(await isSigned(token, unverified.header, keys))) return refused('the signature of the token is not valid');
      claims = unverified.claims;
      verified.set(key, claims);
    }
    const finding: Finding =
      claims['iss'] === legacyIssuer
        ? await legacyTokenFinding({ claims, token, wanted }, options)
        : await boundTokenFinding({ claims, wanted }, options);
    if (finding.type === 'refused') verified.delete(key);
    return finding;
  };
}

function unverifiedParts(token: string): { readonly header: Fields; readonly claims: Fields } | undefined {
  const [header, payload, signature, ...rest] = token.split('.');
  if (!header || !payload || !signature || rest.length > 0) return undefined;
  try {
    const parts = [header, payload].map((part): unknown => JSON.parse(Buffer.from(part, 'base64url').toString('utf8')));
    const [headerFields, claims] = parts;
    return isFields(headerFields) && isFields(claims) ? { header: headerFields, claims } : undefined;
  } catch {
    return undefined;
  }
}

async function isSigned(token: string, header: Fields, keys: readonly VerificationKey[]): Promise<boolean> {
  const { compactVerify } = await import('jose/jws/compact/verify');
  // A token that does not say which key signed it may be of any.
  const candidates = header['kid'] === undefined ? keys : keys.filter(({ id }) => id === header['kid']);
  for (const { algorithm, publicKey } of candidates) {
    try {
      await compactVerify(token, publicKey, { algorithms: [algorithm] });
      return true;
    } catch {
      // Not this key, or not a token at all: the next one decides.
    }
  }
  return false;
}
