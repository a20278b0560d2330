import { SelfSubjectReview } from '../../kinds/authentication/self-subject-review.ts';
import { timestamp } from '../../base/clock.ts';
import type { ApiResponse } from '../../model/request.ts';
import type { Call } from '../call.ts';
import type { ApiServer } from '../server.ts';
import { answered, question } from './answer.ts';

/** Who am I? */
export function selfReview(call: Call, server: ApiServer): ApiResponse {
  const review = question(call, SelfSubjectReview, server);
  const { name, uid, groups, extra } = call.user;
  const userInfo = { username: name, ...(uid && { uid }), ...(groups.length > 0 && { groups }), ...(extra && { extra }) };
  return answered({ ...review, metadata: { ...review.metadata, creationTimestamp: timestamp(server.clock.now()) }, status: { userInfo } });
}
