import type { Attributes } from './attributes.ts';
import { decide, type Authorizer } from './decision.ts';
import { forbidden } from './forbidden.ts';

export { attributesOf } from './attributes.ts';

/** Returns when the request may pass and throws what its sender is told when not. */
export async function authorize(attributes: Attributes, { authorizers }: { readonly authorizers: readonly Authorizer[] }): Promise<void> {
  const { type, reason } = await decide(attributes, authorizers);
  if (type !== 'allow') throw forbidden(attributes, reason);
}
