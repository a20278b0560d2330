import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, always, int64, list, object, string, time, type Infer } from '../../model/schema.ts';

export const BoundObjectReference = defineType('io.k8s.api.authentication.v1.BoundObjectReference', {
  kind: string(1),
  apiVersion: string(2),
  name: string(3),
  uid: string(4),
});

export interface BoundObjectReference extends Infer<typeof BoundObjectReference> {}

export const TokenRequestSpec = defineType('io.k8s.api.authentication.v1.TokenRequestSpec', {
  audiences: always(list(1, 'string', { listType: 'atomic' })),
  boundObjectRef: always(object(3, BoundObjectReference)),
  expirationSeconds: int64(4, { default: 3600 }),
});

export interface TokenRequestSpec extends Infer<typeof TokenRequestSpec> {}

export const TokenRequestStatus = defineType('io.k8s.api.authentication.v1.TokenRequestStatus', {
  token: always(string(1)),
  expirationTimestamp: always(time(2)),
});

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
  fields: {
    spec: always(object(2, TokenRequestSpec)),
    status: always(object(3, TokenRequestStatus)),
  },
});
