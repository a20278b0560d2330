import type { Clock } from '../../base/clock.ts';
import type { User } from '../../model/request.ts';
import { authenticateCertificate } from './certificate.ts';
import type { Credentials } from './credentials.ts';
import type { Finding, TokenAuthenticator } from './finding.ts';
import { anonymousUser, withAuthenticatedGroup } from './user.ts';

export type AuthenticationResult =
  | {
      readonly type: 'authenticated';
      readonly user: User;
      /** Which of the wanted audiences the credentials are for. */
      readonly audiences: readonly string[];
      readonly auditAnnotations?: Readonly<Record<string, string>>;
      readonly warnings?: readonly string[];
    }
  | {
      readonly type: 'unauthorized';
      /** For the log and for token reviews; the client learns only that it is not authorized. */
      readonly reason: string;
    };

export interface AuthenticationOptions {
  /** Asked in order. */
  readonly tokens: readonly TokenAuthenticator[];
  /** What tokens for this API server are for. */
  readonly audiences: readonly string[];
  /** Whether those who show nothing may be `system:anonymous`. Default true. */
  readonly anonymous?: boolean | undefined;
  readonly clock: Clock;
}

/**
 * Says who a request comes from. Credentials that are shown and wrong are refused: only those who show none are anonymous.
 */
export async function identify(credentials: Credentials, options: AuthenticationOptions): Promise<AuthenticationResult> {
  const { tokens, audiences, anonymous = true, clock } = options;
  switch (credentials.type) {
    case 'user':
      return authenticated({ type: 'user', user: credentials.user }, audiences);
    case 'certificate': {
      const finding = authenticateCertificate(credentials, clock.now());
      if (finding?.type === 'user') return authenticated(finding, audiences);
      if (credentials.token !== undefined) return identifyToken(credentials.token, { tokens, audiences }, finding);
      // A certificate that names nobody says nothing.
      return finding ? unauthorized([finding.reason]) : nobody(anonymous, audiences);
    }
    case 'bearer':
      return identifyToken(credentials.token, { tokens, audiences });
    case 'none':
      return nobody(anonymous, audiences);
    default:
      return credentials satisfies never;
  }
}

/** What a TokenReview asks: whose token this is, and whether it is for one of the audiences. */
export async function identifyToken(
  token: string,
  { tokens, audiences }: { readonly tokens: readonly TokenAuthenticator[]; readonly audiences: readonly string[] },
  earlier?: Finding,
): Promise<AuthenticationResult> {
  const reasons = earlier?.type === 'refused' ? [earlier.reason] : [];
  let refused = false;
  for (const authenticator of tokens) {
    const finding = await authenticator(token, audiences);
    if (finding?.type === 'user') return authenticated(finding, audiences);
    if (!finding) continue;
    refused = true;
    reasons.push(finding.reason);
  }
  return unauthorized(refused ? reasons : [...reasons, 'invalid bearer token']);
}

const authenticated = (
  { user, audiences, auditAnnotations, warnings }: Finding & { type: 'user' },
  wanted: readonly string[],
): AuthenticationResult => ({
  type: 'authenticated',
  user: withAuthenticatedGroup(user),
  audiences: audiences ?? wanted,
  ...(auditAnnotations && { auditAnnotations }),
  ...(warnings && { warnings }),
});

const nobody = (anonymous: boolean, audiences: readonly string[]): AuthenticationResult =>
  anonymous ? { type: 'authenticated', user: anonymousUser, audiences } : unauthorized(['no credentials provided']);

const unauthorized = (reasons: readonly string[]): AuthenticationResult => ({
  type: 'unauthorized',
  reason: reasons.length === 1 ? (reasons[0] ?? '') : `[${reasons.join(', ')}]`,
});
