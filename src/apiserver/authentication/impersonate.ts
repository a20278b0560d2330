import { ApiError } from '../../model/errors.ts';
import type { ApiRequest, User } from '../../model/request.ts';
import { attributesOf, type Attributes } from '../authorization/attributes.ts';
import { decide, type Authorizer } from '../authorization/decision.ts';
import { forbidden } from '../authorization/forbidden.ts';
import { requestInfo } from '../request-info.ts';
import { actingUser, checksFor } from './impersonation/checks.ts';
import { modes, type Mode } from './impersonation/modes.ts';
import { wantedUser } from './impersonation/wanted-user.ts';

/** A request, perhaps with the values of headers that were sent several times one by one. */
export type ImpersonationRequest = ApiRequest & { readonly repeatedHeaders?: Readonly<Record<string, readonly string[]>> };

/** Whom a request is treated as: its sender, or the one the sender asks and is allowed to act as. */
export async function impersonate(
  sender: User,
  request: ImpersonationRequest,
  { authorizers }: { readonly authorizers: readonly Authorizer[] },
): Promise<User> {
  const wanted = wantedUser(request.repeatedHeaders ? { ...request.headers, ...request.repeatedHeaders } : request.headers);
  if (!wanted) return sender;
  const attributes = attributesOf(sender, requestInfo(request), request);
  let firstRefusal: ApiError | undefined;
  for (const mode of modes) {
    if (!mode.applies(wanted, sender)) continue;
    const refusal = await refusalOf(mode, wanted, { attributes, authorizers });
    if (!refusal) return actingUser(mode.name, wanted);
    firstRefusal ??= refusal;
  }
  throw firstRefusal ?? new Error('no way to impersonate was open');
}

async function refusalOf(
  { name, seenAs }: Mode,
  wanted: User,
  { attributes, authorizers }: { readonly attributes: Attributes; readonly authorizers: readonly Authorizer[] },
): Promise<ApiError | undefined> {
  const refusal = async (asked: Attributes) => {
    const seen = seenAs ? seenAs(asked) : asked;
    const { type, reason } = await decide(seen, authorizers);
    return type === 'allow' ? undefined : forbidden(seen, reason);
  };
  try {
    for (const { all, atOnce } of checksFor(name, wanted, attributes)) {
      if (atOnce && !(await refusal(atOnce))) continue;
      for (const one of all) {
        const refused = await refusal(one);
        if (refused) return refused;
      }
    }
    return undefined;
  } catch (error) {
    if (ApiError.is(error, 'Forbidden')) return error;
    throw error;
  }
}
