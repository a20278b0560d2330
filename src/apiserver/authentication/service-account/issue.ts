import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../base/clock.ts';
import { claimsFor, type TokenSubject } from './claims.ts';
import type { SigningKey } from './keys.ts';
import { signToken } from './sign.ts';

export interface TokenIssuer {
  readonly issuer: string;
  readonly key: SigningKey;
  readonly clock: Clock;
}

export interface IssuedToken {
  readonly token: string;
  /** Names the token in audit logs without giving it away. */
  readonly credentialId: string;
}

/** A new token for a service account. Who may have one, and for how long, is for the caller to say. */
export async function issueServiceAccountToken(
  {
    audiences,
    lifeSeconds,
    warnAfterSeconds,
    ...subject
  }: TokenSubject & {
    readonly audiences: readonly string[];
    readonly lifeSeconds: number;
    readonly warnAfterSeconds?: number | undefined;
  },
  { issuer, key, clock }: TokenIssuer,
): Promise<IssuedToken> {
  const id = randomUUID();
  const claims = claimsFor(subject, { id, issuer, audiences, lifeSeconds, warnAfterSeconds, nowMs: clock.now() });
  return { token: await signToken(claims, key), credentialId: `JTI=${id}` };
}
