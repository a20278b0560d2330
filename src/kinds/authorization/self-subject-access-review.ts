import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, always, object, required, type Infer } from '../../model/schema.ts';
import { NonResourceAttributes, ResourceAttributes, SubjectAccessReviewStatus } from './local-subject-access-review.ts';

export const SelfSubjectAccessReviewSpec = defineType('io.k8s.api.authorization.v1.SelfSubjectAccessReviewSpec', 'The question.', {
  resourceAttributes: object(1, ResourceAttributes, 'What is wanted, for a resource. Either this or nonResourceAttributes.'),
  nonResourceAttributes: object(2, NonResourceAttributes, 'What is wanted, for other paths.'),
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
  description: 'Asks whether you may do something. kubectl auth can-i asks it.',
  fields: {
    spec: required(object(2, SelfSubjectAccessReviewSpec, 'What you want to do.')),
    status: always(object(3, SubjectAccessReviewStatus, 'Whether you may.')),
  },
});
