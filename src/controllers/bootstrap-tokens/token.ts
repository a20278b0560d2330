import { Secret } from '../../kinds/core/secret.ts';
import type { KindSelection } from '../../runtime/controller.ts';

export const bootstrapTokens: KindSelection = {
  kind: Secret,
  namespace: 'kube-system',
  fieldSelector: 'type=bootstrap.kubernetes.io/token',
};

export interface BootstrapToken {
  readonly id: string;
  readonly secret: string;
}

/** A value of a Secret as text. */
export const textOf = ({ data }: Secret, key: string): string | undefined =>
  data?.[key] === undefined ? undefined : Buffer.from(data[key], 'base64').toString('utf8');

/** When a token ends: never unless it says so, and at once where nobody can tell. */
export function tokenEndMs(secret: Secret): number {
  const expiration = textOf(secret, 'expiration');
  if (!expiration) return Number.POSITIVE_INFINITY;
  const endMs = Date.parse(expiration);
  return Number.isNaN(endMs) ? Number.NEGATIVE_INFINITY : endMs;
}

/** The token in a Secret, if it is one that may sign. */
export function signingToken(secret: Secret, nowMs: number): BootstrapToken | undefined {
  const [, nameId] = /^bootstrap-token-([a-z0-9]{6})$/.exec(secret.metadata.name) ?? [];
  const id = textOf(secret, 'token-id');
  const text = textOf(secret, 'token-secret');
  if (!id || id !== nameId || !text || tokenEndMs(secret) <= nowMs) return undefined;
  return textOf(secret, 'usage-bootstrap-signing') === 'true' ? { id, secret: text } : undefined;
}
