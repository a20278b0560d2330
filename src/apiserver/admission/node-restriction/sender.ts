import type { Authorizer } from '../../authorization/decision.ts';
import type { Reader } from '../../reader.ts';

/** The node that a request comes from, and what its rules ask. */
export interface Sender {
  readonly node: string;
  readonly reader: Reader;
  readonly authorizers: readonly Authorizer[];
}
