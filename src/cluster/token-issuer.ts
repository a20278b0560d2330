import { randomUUID } from 'node:crypto';
import { timestamp, type Clock } from '../base/clock.ts';
import { claimsFor } from '../apiserver/authentication/service-account/claims.ts';
import type { SigningKey } from '../apiserver/authentication/service-account/keys.ts';
import { signToken } from '../apiserver/authentication/service-account/sign.ts';
import type { TokenIssuer } from '../apiserver/services.ts';

/** The default lifetime of tokens mounted into pods, which older clients never read again: they get a year (KEP-1205). */
const podTokenSeconds = 3607;
const extendedSeconds = 365 * 24 * 3600;

export interface TokenIssuerOptions {
  readonly issuer: string;
  readonly audiences: readonly string[];
  readonly key: SigningKey;
  readonly clock: Clock;
}

/** Signs service account tokens with the cluster's key. */
export function tokenIssuer({ issuer, audiences: own, key, clock }: TokenIssuerOptions): TokenIssuer {
  return {
    audiences: own,
    async issue({ serviceAccount, audiences, expirationSeconds, boundTo, node }) {
      const nowMs = clock.now();
      const isForApiServer = audiences.every((audience) => own.includes(audience));
      const isExtended = expirationSeconds === podTokenSeconds && boundTo?.kind === 'Pod' && isForApiServer;
      const reference = boundTo && { name: boundTo.name, uid: boundTo.uid };
      const claims = claimsFor(
        {
          serviceAccount,
          boundTo: {
            pod: boundTo?.kind === 'Pod' ? reference : undefined,
            secret: boundTo?.kind === 'Secret' ? reference : undefined,
            node: boundTo?.kind === 'Node' ? reference : node?.uid ? { name: node.name, uid: node.uid } : undefined,
          },
        },
        {
          id: randomUUID(),
          issuer,
          audiences,
          lifeSeconds: isExtended ? extendedSeconds : expirationSeconds,
          ...(isExtended && { warnAfterSeconds: expirationSeconds }),
          nowMs,
        },
      );
      return { token: await signToken(claims, key), expirationTimestamp: timestamp(nowMs + expirationSeconds * 1000) };
    },
  };
}
