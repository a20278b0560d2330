import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { FieldSelectorRequirement, LabelSelectorRequirement } from '../../model/meta.ts';
import { defineType, always, boolean, list, listOf, map, object, required, string, type Infer } from '../../model/schema.ts';

export const NonResourceAttributes = defineType(
  'io.k8s.api.authorization.v1.NonResourceAttributes',
  'A request for a path that is no resource.',
  {
    path: string(1, 'Path of the request, such as /metrics.'),
    verb: string(2, 'What is done: get, post and so on.'),
  },
);

export interface NonResourceAttributes extends Infer<typeof NonResourceAttributes> {}

export const FieldSelectorAttributes = defineType(
  'io.k8s.api.authorization.v1.FieldSelectorAttributes',
  'Which objects are chosen, by fields.',
  {
    rawSelector: string(1, 'The selector as it stands in the URL. Either this or requirements.'),
    requirements: list(2, FieldSelectorRequirement, 'The selector, taken apart.', { listType: 'atomic' }),
  },
);

export interface FieldSelectorAttributes extends Infer<typeof FieldSelectorAttributes> {}

export const LabelSelectorAttributes = defineType(
  'io.k8s.api.authorization.v1.LabelSelectorAttributes',
  'Which objects are chosen, by labels.',
  {
    rawSelector: string(1, 'The selector as it stands in the URL. Either this or requirements.'),
    requirements: list(2, LabelSelectorRequirement, 'The selector, taken apart.', { listType: 'atomic' }),
  },
);

export interface LabelSelectorAttributes extends Infer<typeof LabelSelectorAttributes> {}

export const ResourceAttributes = defineType('io.k8s.api.authorization.v1.ResourceAttributes', 'A request for a resource.', {
  namespace: string(1, 'Namespace of the request; empty for all, or where there is none.'),
  verb: string(2, 'What is done: get, list, watch, create, update, patch, delete and so on; * for everything.'),
  group: string(3, 'Group of the API; empty for core, * for all.'),
  version: string(4, 'Version of the API; * for all.'),
  resource: string(5, 'Resource, such as pods; * for all.'),
  subresource: string(6, 'Subresource, such as log; none unless given.'),
  name: string(7, 'Name of the object; all unless given.'),
  fieldSelector: object(8, FieldSelectorAttributes, 'Field selector of the request, for list, watch and deletecollection.'),
  labelSelector: object(9, LabelSelectorAttributes, 'Label selector of the request, for list, watch and deletecollection.'),
});

export interface ResourceAttributes extends Infer<typeof ResourceAttributes> {}

export const SubjectAccessReviewSpec = defineType('io.k8s.api.authorization.v1.SubjectAccessReviewSpec', 'The question.', {
  resourceAttributes: object(1, ResourceAttributes, 'What is wanted, for a resource. Either this or nonResourceAttributes.'),
  nonResourceAttributes: object(2, NonResourceAttributes, 'What is wanted, for other paths.'),
  user: string(3, 'User who wants it. A user or groups must be given.'),
  groups: list(4, 'string', 'Groups that the user is in.', { listType: 'atomic' }),
  extra: map(5, listOf('string'), 'Further facts about the user.'),
  uid: string(6, 'Identifier of the user.'),
});

export interface SubjectAccessReviewSpec extends Infer<typeof SubjectAccessReviewSpec> {}

export const SubjectAccessReviewStatus = defineType('io.k8s.api.authorization.v1.SubjectAccessReviewStatus', 'The answer.', {
  allowed: required(boolean(1, 'Whether it may be done.')),
  denied: boolean(4, 'Whether it was forbidden outright, so that nobody else needs to be asked.'),
  reason: string(2, 'Why it may or may not be done.'),
  evaluationError: string(3, 'What went wrong in finding out; the answer may hold anyway.'),
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
  description: 'Asks whether a user may do something in one namespace. For those who may not ask about all.',
  fields: {
    spec: required(object(2, SubjectAccessReviewSpec, 'Who wants to do what. The namespace must be the same.')),
    status: always(object(3, SubjectAccessReviewStatus, 'Whether it may be done.')),
  },
});
