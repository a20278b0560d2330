import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, always, list, listOf, map, object, string, type Infer } from '../../model/schema.ts';

export const UserInfo = defineType('io.k8s.api.authentication.v1.UserInfo', 'Who somebody is.', {
  username: string(1, 'Name of the user.'),
  uid: string(2, 'Identifier of the user, which tells users of one name apart over time.'),
  groups: list(3, 'string', 'Groups that the user is in.', { listType: 'atomic' }),
  extra: map(4, listOf('string'), 'Further facts from whoever checked the identity.'),
});

export interface UserInfo extends Infer<typeof UserInfo> {}

export const SelfSubjectReviewStatus = defineType('io.k8s.api.authentication.v1.SelfSubjectReviewStatus', 'The answer.', {
  userInfo: always(object(1, UserInfo, 'What the server takes you for.')),
});

export interface SelfSubjectReviewStatus extends Infer<typeof SelfSubjectReviewStatus> {}

export interface SelfSubjectReview extends KubeObject {
  status: SelfSubjectReviewStatus;
}

export const SelfSubjectReview: Kind<SelfSubjectReview> = defineKind({
  group: 'authentication.k8s.io',
  version: 'v1',
  kind: 'SelfSubjectReview',
  plural: 'selfsubjectreviews',
  scope: 'Cluster',
  verbs: ['create'],
  schema: 'io.k8s.api.authentication.v1.SelfSubjectReview',
  description: 'Tells who the server takes you for. kubectl auth whoami asks it.',
  fields: {
    status: always(object(2, SelfSubjectReviewStatus, 'Who you are.')),
  },
});
