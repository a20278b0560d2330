import type { AuthenticationOptions } from './authentication/identify.ts';
import type { Authorizer } from './authorization/decision.ts';

/** Who may come in, and who may do what. */
export interface Policy {
  readonly authentication: AuthenticationOptions;
  /** Asked in order, until one allows or denies. */
  readonly authorizers: readonly Authorizer[];
}
