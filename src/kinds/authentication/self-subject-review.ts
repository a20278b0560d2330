import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, always, list, listOf, map, object, string, type Infer } from '../../model/schema.ts';

export const UserInfo = defineType('io.k8s.api.authentication.v1.UserInfo', {
  username: string(1),
  uid: string(2),
  groups: list(3, 'string', { listType: 'atomic' }),
  extra: map(4, listOf('string')),
});

export interface UserInfo extends Infer<typeof UserInfo> {}

export const SelfSubjectReviewStatus = defineType('io.k8s.api.authentication.v1.SelfSubjectReviewStatus', {
  userInfo: always(object(1, UserInfo)),
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
  fields: {
    status: always(object(2, SelfSubjectReviewStatus)),
  },
});
