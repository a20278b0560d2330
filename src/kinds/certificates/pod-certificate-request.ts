import { labelsText, nameColumn } from '../columns.ts';
import { goForm } from '../go-form.ts';
import { keepMetadata } from '../kept-metadata.ts';
import { isSame } from '../same.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { Condition } from '../../model/meta.ts';
import { always, bytes, defineType, int32, list, map, object, required, string, time, type Infer } from '../../model/schema.ts';
import { validatePodRequestSpec } from './pod-request-validation.ts';
import { validatePodRequestStatus } from './pod-request-status-validation.ts';

export const PodCertificateRequestSpec = defineType(
  'io.k8s.api.certificates.v1beta1.PodCertificateRequestSpec',
  'For which pod, and by whom.',
  {
    signerName: required(string(1, 'Who is to issue the certificate.')),
    podName: required(string(2, 'The pod that the certificate is for.')),
    podUID: required(string(3, 'Tells the pod from others that had its name before or since.')),
    serviceAccountName: required(string(4, 'The account that the pod runs as.')),
    serviceAccountUID: required(string(5, 'Tells the account from others that had its name before or since.')),
    nodeName: required(string(6, 'The node that the pod is on.')),
    nodeUID: required(string(7, 'Tells the node from others that had its name before or since.')),
    maxExpirationSeconds: int32(8, 'How many seconds the certificate may be valid at most: 86400 unless given, at least 3600.', {
      default: 86_400,
    }),
    pkixPublicKey: bytes(9, 'The key, as it was given before stubPKCS10Request.'),
    proofOfPossession: bytes(10, 'The UID of the pod, signed with the key.'),
    stubPKCS10Request: required(
      bytes(12, 'An empty certificate request (DER) that shows the key, and that the pod has it.', { omitEmpty: true }),
    ),
    unverifiedUserAnnotations: map(11, 'string', 'What the pod wants the signer to know; nobody has looked at it.'),
  },
);

export interface PodCertificateRequestSpec extends Infer<typeof PodCertificateRequestSpec> {}

export const PodCertificateRequestStatus = defineType(
  'io.k8s.api.certificates.v1beta1.PodCertificateRequestStatus',
  'The answer, given once.',
  {
    conditions: list(1, Condition, 'What is known, by type.', {
      listType: 'map',
      listMapKeys: ['type'],
      patchStrategy: 'merge',
      patchMergeKey: 'type',
    }),
    certificateChain: string(2, 'The certificate, and those that it depends on, as PEM.'),
    notBefore: time(4, 'From when on the certificate is valid.'),
    beginRefreshAt: time(5, 'From when on the next one should be asked for.'),
    notAfter: time(6, 'Until when the certificate is valid.'),
  },
);

export interface PodCertificateRequestStatus extends Infer<typeof PodCertificateRequestStatus> {}

export interface PodCertificateRequest extends KubeObject {
  spec: PodCertificateRequestSpec;
  status: PodCertificateRequestStatus;
}

export const PodCertificateRequest: Kind<PodCertificateRequest> = defineKind({
  group: 'certificates.k8s.io',
  version: 'v1beta1',
  kind: 'PodCertificateRequest',
  plural: 'podcertificaterequests',
  scope: 'Namespaced',
  subresources: ['status'],
  features: ['PodCertificateRequest'],
  lifecycle: { deprecated: '1.38', removed: '1.41' },
  schema: 'io.k8s.api.certificates.v1beta1.PodCertificateRequest',
  description: 'Asks a signer for a certificate for a pod, on behalf of its kubelet.',
  fields: {
    spec: required(object(2, PodCertificateRequestSpec, 'What is wanted.')),
    status: always(object(3, PodCertificateRequestStatus, 'What is the case, as those who see to it report it.')),
  },
  needsVersionToUpdate: true,
  resetFields: { status: ['spec'] },
  prepareStatusUpdate: ({ metadata }, previous) => keepMetadata(metadata, previous.metadata),
  validateCreate: ({ spec }, field) => validatePodRequestSpec(spec, field.at('spec')),
  *validateUpdate({ spec }, previous, field) {
    if (!isSame(PodCertificateRequestSpec, spec, previous.spec)) {
      yield field.at('spec').invalid(goForm(PodCertificateRequestSpec, spec), 'field is immutable');
    }
  },
  validateStatusUpdate: (next, previous, field, { nowTimestamp }) => validatePodRequestStatus(next, previous, field, nowTimestamp),
  columns: [
    nameColumn,
    { name: 'PodName', description: 'The pod that it is for.', value: ({ spec }) => spec.podName },
    { name: 'ServiceAccountName', description: 'The account of the pod.', value: ({ spec }) => spec.serviceAccountName },
    { name: 'NodeName', description: 'The node of the pod.', value: ({ spec }) => spec.nodeName },
    { name: 'SignerName', description: 'Who is asked.', value: ({ spec }) => spec.signerName },
    { name: 'State', description: 'What came of it.', value: ({ status }) => stateOf(status) },
    {
      name: 'UnverifiedUserAnnotations',
      description: 'What the pod wants the signer to know.',
      value: ({ spec }) => labelsText(spec.unverifiedUserAnnotations),
    },
  ],
  selectableFields: (['signerName', 'podName', 'nodeName'] as const).map((name) => ({
    path: `spec.${name}`,
    value: ({ spec }: Readonly<PodCertificateRequest>) => spec[name],
  })),
});

const states: readonly string[] = ['Issued', 'Denied', 'Failed'];

const stateOf = ({ conditions = [] }: Readonly<PodCertificateRequestStatus>): string =>
  conditions.findLast(({ type }) => states.includes(type))?.type ?? 'Pending';
