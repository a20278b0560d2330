import type { VerificationKey } from './keys.ts';

export const openIdConfigurationPath = '/.well-known/openid-configuration';
export const keySetPath = '/openid/v1/jwks';

/** For whom, and for how long, the two documents may be kept; upstream sends the same. */
export const discoveryHeaders = { 'cache-control': 'public, max-age=3600' } as const;
export const keySetContentType = 'application/jwk-set+json';

/** What others need to verify our tokens: OpenID Connect Discovery 1.0, section 3. */
export function openIdConfiguration({ issuer, keySetUri, keys }: { issuer: string; keySetUri: string; keys: readonly VerificationKey[] }) {
  return {
    issuer,
    jwks_uri: keySetUri,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [...new Set(keys.map(({ algorithm }) => algorithm))].toSorted(),
  };
}

/** The public keys: RFC 7517. */
export function keySet(keys: readonly VerificationKey[]) {
  return {
    keys: keys.map(({ id, algorithm, publicKey }) => {
      const { kty, ...parameters } = publicKey.export({ format: 'jwk' });
      return { use: 'sig', kty, kid: id, alg: algorithm, ...parameters };
    }),
  };
}
