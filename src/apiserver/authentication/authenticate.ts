import { ApiError } from '../../model/errors.ts';
import type { ApiRequest, User } from '../../model/request.ts';
import { identify, type AuthenticationOptions } from './identify.ts';

/** Whom a request comes from. Those who show wrong credentials learn that, and no more; others may be warned. */
export async function authenticate(
  { credentials }: Pick<ApiRequest, 'credentials'>,
  { authentication }: { readonly authentication: AuthenticationOptions },
  warnings: string[] = [],
): Promise<User> {
  const result = await identify(credentials, authentication);
  if (result.type === 'unauthorized') throw new ApiError('Unauthorized', 'Unauthorized');
  warnings.push(...(result.warnings ?? []));
  return result.user;
}
