import { timestamp } from '../../../base/clock.ts';
import type { TokenIssuer as TokenService } from '../../services.ts';
import { issueServiceAccountToken, type TokenIssuer } from './issue.ts';
import { tokenLifetime } from './lifetime.ts';

export interface TokenServiceOptions extends TokenIssuer {
  /** What tokens for this API server are for. */
  readonly audiences: readonly string[];
  /** Whether a pod's usual token lives a year. Default true. */
  readonly extendExpiration?: boolean | undefined;
  /** The longest life anybody can ask for. */
  readonly maxExpirationSeconds?: number | undefined;
}

/** Issues the tokens that the `token` subresource of service accounts answers with. */
export function tokenService(options: TokenServiceOptions): TokenService {
  const { audiences, clock, extendExpiration = true, maxExpirationSeconds } = options;
  return {
    audiences,
    async issue({ serviceAccount, audiences: wanted, expirationSeconds, boundTo, node }) {
      const { saidSeconds, lifeSeconds, warnAfterSeconds } = tokenLifetime(expirationSeconds, {
        boundToPod: boundTo?.kind === 'Pod',
        forThisServer: wanted.every((audience) => audiences.includes(audience)),
        extend: extendExpiration,
        maxSeconds: maxExpirationSeconds,
      });
      const nowMs = clock.now();
      const { token } = await issueServiceAccountToken(
        {
          serviceAccount,
          boundTo: {
            pod: boundTo?.kind === 'Pod' ? boundTo : undefined,
            secret: boundTo?.kind === 'Secret' ? boundTo : undefined,
            node: boundTo?.kind === 'Node' ? boundTo : node,
          },
          audiences: wanted,
          lifeSeconds,
          warnAfterSeconds,
        },
        options,
      );
      return { token, expirationTimestamp: timestamp(nowMs + saidSeconds * 1000) };
    },
  };
}
