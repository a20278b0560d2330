import { TokenReview } from '../../kinds/authentication/token-review.ts';
import { badRequest } from '../../model/errors.ts';
import type { ApiResponse } from '../../model/request.ts';
import { identifyToken } from '../authentication/identify.ts';
import type { Call } from '../call.ts';
import type { ApiServer } from '../server.ts';
import { answered, question } from './answer.ts';

/** Whose token is this? */
export async function tokenReview(call: Call, server: ApiServer): Promise<ApiResponse> {
  const review = question(call, TokenReview, server);
  const { token, audiences: wanted } = review.spec;
  if (!token) throw badRequest('token is required for TokenReview in authentication');
  const { tokens, audiences: own } = server.policy.authentication;
  const result = await identifyToken(token, { tokens, audiences: (wanted ?? []).length > 0 ? (wanted ?? []) : own });
  if (result.type !== 'authenticated') return answered({ ...review, status: { user: {}, error: result.reason } });
  const { name, uid, groups, extra } = result.user;
  const user = { username: name, ...(uid && { uid }), ...(groups.length > 0 && { groups }), ...(extra && { extra }) };
  return answered({ ...review, status: { authenticated: true, user, audiences: result.audiences } });
}
