import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, always, boolean, list, object, required, string, type Infer } from '../../model/schema.ts';
import { UserInfo } from './self-subject-review.ts';

export const TokenReviewSpec = defineType('io.k8s.api.authentication.v1.TokenReviewSpec', 'The question.', {
  token: required(string(1, 'The token itself.', { omitEmpty: true })),
  audiences: list(2, 'string', 'Who the token should be for: the API server unless given.', { listType: 'atomic' }),
});

export interface TokenReviewSpec extends Infer<typeof TokenReviewSpec> {}

export const TokenReviewStatus = defineType('io.k8s.api.authentication.v1.TokenReviewStatus', 'The answer.', {
  authenticated: boolean(1, 'Whether the token is valid.'),
  user: always(object(2, UserInfo, 'Who the token stands for.')),
  audiences: list(4, 'string', 'Which of the audiences asked for the token is meant for.', { listType: 'atomic' }),
  error: string(3, 'Why the token could not be checked.'),
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
  description: 'Asks whose a token is. For other servers, which leave the check to this one.',
  fields: {
    spec: required(object(2, TokenReviewSpec, 'The token to check.')),
    status: always(object(3, TokenReviewStatus, 'Whose token it is.')),
  },
});
