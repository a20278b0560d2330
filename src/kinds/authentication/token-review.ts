import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, always, boolean, list, object, required, string, type Infer } from '../../model/schema.ts';
import { UserInfo } from './self-subject-review.ts';

export const TokenReviewSpec = defineType('io.k8s.api.authentication.v1.TokenReviewSpec', {
  token: required(string(1, { omitEmpty: true })),
  audiences: list(2, 'string', { listType: 'atomic' }),
});

export interface TokenReviewSpec extends Infer<typeof TokenReviewSpec> {}

export const TokenReviewStatus = defineType('io.k8s.api.authentication.v1.TokenReviewStatus', {
  authenticated: boolean(1),
  user: always(object(2, UserInfo)),
  error: string(3),
  audiences: list(4, 'string', { listType: 'atomic' }),
});

export interface TokenReviewStatus extends Infer<typeof TokenReviewStatus> {}

export interface TokenReview extends KubeObject {
  spec: TokenReviewSpec;
  status: TokenReviewStatus;
}

export const TokenReview: Kind<TokenReview> = defineKind({
  group: 'authentication.k8s.io',
  version: 'v1',
  kind: 'TokenReview',
  plural: 'tokenreviews',
  scope: 'Cluster',
  verbs: ['create'],
  schema: 'io.k8s.api.authentication.v1.TokenReview',
  fields: {
    spec: required(object(2, TokenReviewSpec)),
    status: always(object(3, TokenReviewStatus)),
  },
});
