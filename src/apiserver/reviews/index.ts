import type { ApiResponse } from '../../model/request.ts';
import type { Call } from '../call.ts';
import type { ApiServer } from '../server.ts';
import { localAccessReview, selfAccessReview, subjectAccessReview } from './access-review.ts';
import { rulesReview } from './rules-review.ts';
import { selfReview } from './self-review.ts';
import { tokenReview } from './token-review.ts';

type Review = (call: Call, server: ApiServer) => Promise<ApiResponse> | ApiResponse;

/** Kinds that are asked rather than stored, by their plural: creating one answers it with its status filled in. */
export const reviews: Readonly<Record<string, Review>> = {
  localsubjectaccessreviews: localAccessReview,
  selfsubjectaccessreviews: selfAccessReview,
  selfsubjectreviews: selfReview,
  selfsubjectrulesreviews: rulesReview,
  subjectaccessreviews: subjectAccessReview,
  tokenreviews: tokenReview,
};
