import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, always, bytes, int32, list, listOf, map, object, required, string, time, type Infer } from '../../model/schema.ts';

export const CertificateSigningRequestSpec = defineType('io.k8s.api.certificates.v1.CertificateSigningRequestSpec', {
  request: required(bytes(1)),
  username: string(2),
  uid: string(3),
  groups: list(4, 'string', { listType: 'atomic' }),
  usages: list(5, 'string', { listType: 'atomic' }),
  extra: map(6, listOf('string')),
  signerName: required(string(7)),
  expirationSeconds: int32(8),
});

export interface CertificateSigningRequestSpec extends Infer<typeof CertificateSigningRequestSpec> {}

export const CertificateSigningRequestCondition = defineType('io.k8s.api.certificates.v1.CertificateSigningRequestCondition', {
  type: required(string(1)),
  reason: string(2),
  message: string(3),
  lastUpdateTime: always(time(4)),
  lastTransitionTime: always(time(5)),
  status: required(string(6)),
});

export interface CertificateSigningRequestCondition extends Infer<typeof CertificateSigningRequestCondition> {}

export const CertificateSigningRequestStatus = defineType('io.k8s.api.certificates.v1.CertificateSigningRequestStatus', {
  conditions: list(1, CertificateSigningRequestCondition, { listType: 'map', listMapKeys: ['type'] }),
  certificate: bytes(2),
});

export interface CertificateSigningRequestStatus extends Infer<typeof CertificateSigningRequestStatus> {}

export interface CertificateSigningRequest extends KubeObject {
  spec: CertificateSigningRequestSpec;
  status: CertificateSigningRequestStatus;
}

export const CertificateSigningRequest: Kind<CertificateSigningRequest> = defineKind({
  group: 'certificates.k8s.io',
  version: 'v1',
  kind: 'CertificateSigningRequest',
  plural: 'certificatesigningrequests',
  shortNames: ['csr'],
  scope: 'Cluster',
  subresources: ['approval', 'status'],
  schema: 'io.k8s.api.certificates.v1.CertificateSigningRequest',
  fields: {
    spec: required(object(2, CertificateSigningRequestSpec)),
    status: always(object(3, CertificateSigningRequestStatus)),
  },
});
