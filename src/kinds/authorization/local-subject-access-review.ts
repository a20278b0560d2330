import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { FieldSelectorRequirement, LabelSelectorRequirement } from '../../model/meta.ts';
import { defineType, always, boolean, list, listOf, map, object, required, string, type Infer } from '../../model/schema.ts';

export const NonResourceAttributes = defineType('io.k8s.api.authorization.v1.NonResourceAttributes', {
  path: string(1),
  verb: string(2),
});

export interface NonResourceAttributes extends Infer<typeof NonResourceAttributes> {}

export const FieldSelectorAttributes = defineType('io.k8s.api.authorization.v1.FieldSelectorAttributes', {
  rawSelector: string(1),
  requirements: list(2, FieldSelectorRequirement, { listType: 'atomic' }),
});

export interface FieldSelectorAttributes extends Infer<typeof FieldSelectorAttributes> {}

export const LabelSelectorAttributes = defineType('io.k8s.api.authorization.v1.LabelSelectorAttributes', {
  rawSelector: string(1),
  requirements: list(2, LabelSelectorRequirement, { listType: 'atomic' }),
});

export interface LabelSelectorAttributes extends Infer<typeof LabelSelectorAttributes> {}

export const ResourceAttributes = defineType('io.k8s.api.authorization.v1.ResourceAttributes', {
  namespace: string(1),
  verb: string(2),
  group: string(3),
  version: string(4),
  resource: string(5),
  subresource: string(6),
  name: string(7),
  fieldSelector: object(8, FieldSelectorAttributes),
  labelSelector: object(9, LabelSelectorAttributes),
});

export interface ResourceAttributes extends Infer<typeof ResourceAttributes> {}

export const SubjectAccessReviewSpec = defineType('io.k8s.api.authorization.v1.SubjectAccessReviewSpec', {
  resourceAttributes: object(1, ResourceAttributes),
  nonResourceAttributes: object(2, NonResourceAttributes),
  user: string(3),
  groups: list(4, 'string', { listType: 'atomic' }),
  extra: map(5, listOf('string')),
  uid: string(6),
});

export interface SubjectAccessReviewSpec extends Infer<typeof SubjectAccessReviewSpec> {}

export const SubjectAccessReviewStatus = defineType('io.k8s.api.authorization.v1.SubjectAccessReviewStatus', {
  allowed: required(boolean(1)),
  reason: string(2),
  evaluationError: string(3),
  denied: boolean(4),
});

export interface SubjectAccessReviewStatus extends Infer<typeof SubjectAccessReviewStatus> {}

export interface LocalSubjectAccessReview extends KubeObject {
  spec: SubjectAccessReviewSpec;
  status: SubjectAccessReviewStatus;
}

export const LocalSubjectAccessReview: Kind<LocalSubjectAccessReview> = defineKind({
  group: 'authorization.k8s.io',
  version: 'v1',
  kind: 'LocalSubjectAccessReview',
  plural: 'localsubjectaccessreviews',
  scope: 'Namespaced',
  verbs: ['create'],
  schema: 'io.k8s.api.authorization.v1.LocalSubjectAccessReview',
  fields: {
    spec: required(object(2, SubjectAccessReviewSpec)),
    status: always(object(3, SubjectAccessReviewStatus)),
  },
});
