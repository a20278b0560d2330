import { SelfSubjectRulesReview } from '../../kinds/authorization/self-subject-rules-review.ts';
import { badRequest } from '../../model/errors.ts';
import type { ApiResponse } from '../../model/request.ts';
import { policyReader } from '../authorization/rbac/policy-reader.ts';
import { reviewRules } from '../authorization/rules-review.ts';
import type { Call } from '../call.ts';
import type { ApiServer } from '../server.ts';
import { answered, question } from './answer.ts';

/** What may I do in a namespace? */
export async function rulesReview(call: Call, server: ApiServer): Promise<ApiResponse> {
  const review = question(call, SelfSubjectRulesReview, server);
  const { namespace } = review.spec;
  if (!namespace) throw badRequest('no namespace on request');
  return answered({ ...review, status: await reviewRules(call.user, namespace, policyReader(server.reader)) });
}
