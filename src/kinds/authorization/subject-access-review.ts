import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { always, object, required } from '../../model/schema.ts';
import { SubjectAccessReviewSpec, SubjectAccessReviewStatus } from './local-subject-access-review.ts';

export interface SubjectAccessReview extends KubeObject {
  spec: SubjectAccessReviewSpec;
  status: SubjectAccessReviewStatus;
}

export const SubjectAccessReview: Kind<SubjectAccessReview> = defineKind({
  group: 'authorization.k8s.io',
  version: 'v1',
  kind: 'SubjectAccessReview',
  plural: 'subjectaccessreviews',
  scope: 'Cluster',
  verbs: ['create'],
  schema: 'io.k8s.api.authorization.v1.SubjectAccessReview',
  description: 'Asks whether a user may do something. For other servers, which leave the decision to this one.',
  fields: {
    spec: required(object(2, SubjectAccessReviewSpec, 'Who wants to do what.')),
    status: always(object(3, SubjectAccessReviewStatus, 'Whether it may be done.')),
  },
});
