import { serviceAccountUserName } from '../names.ts';

/** An object a token is about or bound to: the token dies with it. */
export interface Reference {
  readonly name: string;
  readonly uid?: string;
}

/** What is inside a service account token. Times are in seconds since the epoch. */
export interface ServiceAccountClaims {
  readonly iss: string;
  readonly sub: string;
  readonly aud: readonly string[];
  readonly exp: number;
  readonly iat: number;
  readonly nbf: number;
  readonly jti?: string;
  readonly 'kubernetes.io': {
    readonly namespace: string;
    readonly serviceaccount: Reference;
    readonly pod?: Reference;
    readonly secret?: Reference;
    readonly node?: Reference;
    /** When the holder should have fetched a new token, though this one still serves. */
    readonly warnafter?: number;
  };
}

export interface TokenSubject {
  readonly serviceAccount: Reference & { readonly namespace: string };
  /** The node goes with a pod, or stands alone. */
  readonly boundTo?: {
    readonly pod?: Reference | undefined;
    readonly secret?: Reference | undefined;
    readonly node?: Reference | undefined;
  };
}

export function claimsFor(
  { serviceAccount, boundTo = {} }: TokenSubject,
  options: {
    readonly id: string;
    readonly issuer: string;
    readonly audiences: readonly string[];
    readonly lifeSeconds: number;
    readonly warnAfterSeconds?: number | undefined;
    readonly nowMs: number;
  },
): ServiceAccountClaims {
  const { id, issuer, audiences, lifeSeconds, warnAfterSeconds, nowMs } = options;
  const { namespace, name, uid } = serviceAccount;
  const { pod, secret, node } = boundTo;
  const nowSeconds = Math.floor(nowMs / 1000);
  return {
    iss: issuer,
    sub: serviceAccountUserName(namespace, name),
    aud: audiences,
    exp: nowSeconds + lifeSeconds,
    iat: nowSeconds,
    nbf: nowSeconds,
    jti: id,
    'kubernetes.io': {
      namespace,
      ...(node && { node: reference(node) }),
      ...(pod && { pod: reference(pod) }),
      ...(secret && { secret: reference(secret) }),
      serviceaccount: reference({ name, ...(uid !== undefined && { uid }) }),
      ...(warnAfterSeconds !== undefined && { warnafter: nowSeconds + warnAfterSeconds }),
    },
  };
}

const reference = ({ name, uid }: Reference): Reference => ({ name, ...(uid && { uid }) });

export const legacyIssuer = 'kubernetes/serviceaccount';

/** What is inside a token of a Secret of type `kubernetes.io/service-account-token`: it never ends by itself. */
export interface LegacyClaims {
  readonly iss: typeof legacyIssuer;
  readonly sub: string;
  readonly 'kubernetes.io/serviceaccount/namespace': string;
  readonly 'kubernetes.io/serviceaccount/secret.name': string;
  readonly 'kubernetes.io/serviceaccount/service-account.name': string;
  readonly 'kubernetes.io/serviceaccount/service-account.uid': string;
}
