import { defineKind, type ObjectOf } from '../../model/kind.ts';
import { defineType, always, object, required, type Infer } from '../../model/schema.ts';
import { NonResourceAttributes, ResourceAttributes, SubjectAccessReviewStatus } from './local-subject-access-review.ts';

export const SelfSubjectAccessReviewSpec = defineType('io.k8s.api.authorization.v1.SelfSubjectAccessReviewSpec', {
  resourceAttributes: object(1, ResourceAttributes),
  nonResourceAttributes: object(2, NonResourceAttributes),
});

export interface SelfSubjectAccessReviewSpec extends Infer<typeof SelfSubjectAccessReviewSpec> {}

export const SelfSubjectAccessReview = defineKind({
  group: 'authorization.k8s.io',
  version: 'v1',
  kind: 'SelfSubjectAccessReview',
  plural: 'selfsubjectaccessreviews',
  scope: 'Cluster',
  verbs: ['create'],
  schema: 'io.k8s.api.authorization.v1.SelfSubjectAccessReview',
  fields: {
    spec: required(object(2, SelfSubjectAccessReviewSpec)),
    status: always(object(3, SubjectAccessReviewStatus)),
  },
});

export interface SelfSubjectAccessReview extends ObjectOf<typeof SelfSubjectAccessReview> {}
