import type { AuthenticationOptions } from './authentication/identify.ts';
import type { Authorizer } from './authorization/decision.ts';

/** Whom a server knows and what they may do. */
export interface Policy {
  readonly authentication: AuthenticationOptions;
  /** Asked in order, until one decides. */
  readonly authorizers: readonly Authorizer[];
}
