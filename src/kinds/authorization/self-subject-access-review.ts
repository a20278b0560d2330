import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, always, object, required, type Infer } from '../../model/schema.ts';
import { NonResourceAttributes, ResourceAttributes, SubjectAccessReviewStatus } from './local-subject-access-review.ts';

export const SelfSubjectAccessReviewSpec = defineType('io.k8s.api.authorization.v1.SelfSubjectAccessReviewSpec', {
  resourceAttributes: object(1, ResourceAttributes),
  nonResourceAttributes: object(2, NonResourceAttributes),
});

export interface SelfSubjectAccessReviewSpec extends Infer<typeof SelfSubjectAccessReviewSpec> {}

export interface SelfSubjectAccessReview extends KubeObject {
  spec: SelfSubjectAccessReviewSpec;
  status: SubjectAccessReviewStatus;
}

export const SelfSubjectAccessReview: Kind<SelfSubjectAccessReview> = defineKind({
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
