import { LocalSubjectAccessReview, type SubjectAccessReviewSpec } from '../../kinds/authorization/local-subject-access-review.ts';
import { SelfSubjectAccessReview } from '../../kinds/authorization/self-subject-access-review.ts';
import { SubjectAccessReview } from '../../kinds/authorization/subject-access-review.ts';
import type { ApiResponse, User } from '../../model/request.ts';
import { resourceAttributes, type Attributes, type ResourceAttributes } from '../authorization/attributes.ts';
import { decide } from '../authorization/decision.ts';
import type { Call } from '../call.ts';
import type { ApiServer } from '../server.ts';
import {
  refuseReview,
  validateLocal,
  validateReviewMetadata,
  validateSelectors,
  validateSubject,
  validateTarget,
} from './access-review-rules.ts';
import { answered, question } from './answer.ts';
import { reviewSelectors } from './review-selectors.ts';

type Spec = Pick<SubjectAccessReviewSpec, 'resourceAttributes' | 'nonResourceAttributes'>;

/** May I? */
export async function selfAccessReview(call: Call, server: ApiServer): Promise<ApiResponse> {
  const review = question(call, SelfSubjectAccessReview, server);
  refuseReview([...validateTarget(review.spec), ...validateSelectors(review.spec), ...validateReviewMetadata(review)]);
  return answered({ ...review, status: await verdict(call.user, review.spec, server) });
}

/** May somebody else? */
export async function subjectAccessReview(call: Call, server: ApiServer): Promise<ApiResponse> {
  const review = question(call, SubjectAccessReview, server);
  const { spec } = review;
  refuseReview([...validateTarget(spec), ...validateSubject(spec), ...validateSelectors(spec), ...validateReviewMetadata(review)]);
  return answered({ ...review, status: await verdict(userOf(spec), spec, server) });
}

/** May somebody else, in this namespace? */
export async function localAccessReview(call: Call, server: ApiServer): Promise<ApiResponse> {
  const review = question(call, LocalSubjectAccessReview, server);
  const { spec } = review;
  refuseReview([
    ...validateTarget(spec),
    ...validateSubject(spec),
    ...validateSelectors(spec),
    ...validateReviewMetadata(review, { allowNamespace: true }),
    ...validateLocal(review),
  ]);
  return answered({ ...review, status: await verdict(userOf(spec), spec, server) });
}

async function verdict(user: User, spec: Spec, { policy }: ApiServer): Promise<object> {
  const { fieldRequirements, problems } = reviewSelectors(spec.resourceAttributes ?? {});
  const { type, reason } = await decide(attributes(user, spec, fieldRequirements), policy.authorizers);
  const evaluationError = problems.join('; ');
  return {
    allowed: type === 'allow',
    ...(type === 'deny' && { denied: true }),
    ...(reason && { reason }),
    ...(evaluationError && { evaluationError }),
  };
}

function attributes(
  user: User,
  { resourceAttributes: resource, nonResourceAttributes: path }: Spec,
  fieldRequirements: ResourceAttributes['fieldRequirements'] = [],
): Attributes {
  if (!resource) return { isResource: false, user, verb: path?.verb ?? '', path: path?.path ?? '' };
  const { verb = '', resource: plural = '', fieldSelector: _fields, labelSelector: _labels, ...rest } = resource;
  return resourceAttributes(user, { ...rest, verb, resource: plural, ...(fieldRequirements.length > 0 && { fieldRequirements }) });
}

const userOf = ({ user = '', groups = [], uid, extra }: SubjectAccessReviewSpec): User => ({
  name: user,
  groups,
  ...(uid && { uid }),
  ...(extra && { extra }),
});
