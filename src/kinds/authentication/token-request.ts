import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, always, int64, list, object, string, time, type Infer } from '../../model/schema.ts';

export const BoundObjectReference = defineType('io.k8s.api.authentication.v1.BoundObjectReference', 'The object that a token lives with.', {
  kind: string(1, 'Kind of the object: Pod, Secret or Node.'),
  apiVersion: string(2, 'Version of its API: v1.'),
  name: string(3, 'Name of the object that is meant.'),
  uid: string(4, "UID of the object; the present one's unless given."),
});

export interface BoundObjectReference extends Infer<typeof BoundObjectReference> {}

export const TokenRequestSpec = defineType('io.k8s.api.authentication.v1.TokenRequestSpec', 'The question.', {
  audiences: always(list(1, 'string', 'Who the token is for. Others must refuse it.', { listType: 'atomic' })),
  expirationSeconds: int64(
    4,
    'How many seconds the token should be valid: 3600 unless given, at least 600. The server may decide otherwise.',
  ),
  boundObjectRef: always(object(3, BoundObjectReference, 'Object that the token lives with: it is not valid any more once that has gone.')),
});

export interface TokenRequestSpec extends Infer<typeof TokenRequestSpec> {}

export const TokenRequestStatus = defineType(
  'io.k8s.api.authentication.v1.TokenRequestStatus',
  'The token that was issued, and until when it is valid.',
  {
    token: always(string(1, 'The token itself. Whoever has it is the service account.')),
    expirationTimestamp: always(time(2, 'Until when it is valid.')),
  },
);

export interface TokenRequestStatus extends Infer<typeof TokenRequestStatus> {}

export interface TokenRequest extends KubeObject {
  spec: TokenRequestSpec;
  status: TokenRequestStatus;
}

export const TokenRequest: Kind<TokenRequest> = defineKind({
  group: 'authentication.k8s.io',
  version: 'v1',
  kind: 'TokenRequest',
  plural: 'tokenrequests',
  scope: 'Namespaced',
  verbs: [],
  schema: 'io.k8s.api.authentication.v1.TokenRequest',
  description: 'Asks for a token of a service account, through the token subresource. kubectl create token does.',
  fields: {
    spec: always(object(2, TokenRequestSpec, 'What token is wanted.')),
    status: always(object(3, TokenRequestStatus, 'The token that was issued.')),
  },
  defaults({ spec }) {
    spec.expirationSeconds ??= 3600;
  },
});
