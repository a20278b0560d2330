import { humanDuration } from '../../model/duration.ts';
import { ageColumn } from '../columns.ts';
import { some } from '../optional-field.ts';
import { keyUsages } from './key-usages.ts';
import { validateRequestSpec, validateRequestUpdate } from './validation.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, always, bytes, int32, list, listOf, map, object, required, string, time, type Infer } from '../../model/schema.ts';

export const CertificateSigningRequestSpec = defineType('io.k8s.api.certificates.v1.CertificateSigningRequestSpec', 'The question.', {
  request: required(bytes(1, 'The request as PKCS#10 in PEM, in base64.')),
  signerName: required(string(7, 'Who is to sign, such as kubernetes.io/kube-apiserver-client; decides what is allowed.')),
  expirationSeconds: int32(8, 'How many seconds the certificate should be valid; at least 600. The signer may decide otherwise.'),
  usages: list(5, 'string', 'What the key may be used for, such as client auth or digital signature.', {
    listType: 'atomic',
    itemEnum: keyUsages,
  }),
  username: string(2, 'Who asks. Set by the server.'),
  uid: string(3, 'UID of who asks. Set by the server.'),
  groups: list(4, 'string', 'Groups of who asks. Set by the server.', { listType: 'atomic' }),
  extra: map(6, listOf('string'), 'Further facts about who asks. Set by the server.'),
});

export interface CertificateSigningRequestSpec extends Infer<typeof CertificateSigningRequestSpec> {}

export const CertificateSigningRequestCondition = defineType(
  'io.k8s.api.certificates.v1.CertificateSigningRequestCondition',
  'A decision about a request.',
  {
    type: required(string(1, 'What was decided: Approved, Denied or Failed.')),
    status: required(string(6, 'Always True for Approved and Denied, and for Failed as well.')),
    reason: string(2, 'Why, in one word.'),
    message: string(3, 'Why, in a sentence.'),
    lastUpdateTime: always(time(4, 'When it was last written.')),
    lastTransitionTime: always(time(5, 'When the status last changed.')),
  },
);

export interface CertificateSigningRequestCondition extends Infer<typeof CertificateSigningRequestCondition> {}

export const CertificateSigningRequestStatus = defineType('io.k8s.api.certificates.v1.CertificateSigningRequestStatus', 'The answer.', {
  conditions: list(1, CertificateSigningRequestCondition, 'What was decided. Approved and Denied exclude each other and stay.', {
    listType: 'map',
    listMapKeys: ['type'],
  }),
  certificate: bytes(2, 'The certificate in PEM with those above it, in base64. Set by the signer once the request is approved.'),
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
  description: 'Asks a signer for a certificate. Somebody must approve it first; it is deleted some time after it has been decided.',
  fields: {
    spec: required(object(2, CertificateSigningRequestSpec, 'What certificate is wanted, by whom. It cannot be changed.')),
    status: always(object(3, CertificateSigningRequestStatus, 'What was decided, and the certificate.')),
  },

  resetFields: {
    '': ['spec', 'status'],
    status: ['spec', 'status.conditions'],
    approval: ['spec', 'status.certificate'],
  },
  prepareCreate(request, { user }) {
    const { username: _, uid: __, groups: ___, extra: ____, ...spec } = request.spec;
    const extra = Object.fromEntries(Object.entries(user.extra ?? {}).map(([name, values]) => [name, [...values]]));
    request.spec = {
      ...spec,
      ...some('username', user.name || undefined),
      ...some('uid', user.uid || undefined),
      ...(user.groups.length > 0 && { groups: [...user.groups] }),
      ...(Object.keys(extra).length > 0 && { extra }),
    };
    request.status = {};
  },
  prepareUpdate(next, previous) {
    next.spec = previous.spec;
  },
  prepareStatusUpdate(next, previous, { nowTimestamp }) {
    keepVerdicts(next, previous);
    fillTimes(next, previous, nowTimestamp);
  },
  subresourceUpdates: {
    approval: {
      prepare(next, previous, { nowTimestamp }) {
        fillTimes(next, previous, nowTimestamp);
        const { conditions } = next.status;
        next.spec = previous.spec;
        const { conditions: _, ...status } = previous.status;
        next.status = { ...status, ...(conditions && { conditions }) };
      },
      validate: (next, previous, field) => validateRequestUpdate(next, previous, { mayJudge: true }, field),
    },
  },
  // Who makes a request may give it any name.
  ruleOrder: { update: ['metadata', 'object', 'change', 'metadataChange'], status: ['metadata', 'object', 'change', 'metadataChange'] },
  validateName: () => [],
  validateCreate: ({ spec }, field) => validateRequestSpec(spec, field.at('spec')),
  validateUpdate: (next, previous, field) => validateRequestUpdate(next, previous, {}, field),
  validateStatusUpdate: (next, previous, field) => validateRequestUpdate(next, previous, { mayIssue: true }, field),
  columns: [
    ageColumn,
    { name: 'SignerName', description: 'Who is asked to sign.', value: ({ spec }) => spec.signerName || '<none>' },
    { name: 'Requestor', description: 'Who asks.', value: ({ spec }) => spec.username ?? '' },
    {
      name: 'RequestedDuration',
      description: 'How long the certificate should be valid.',
      value: ({ spec: { expirationSeconds } }) => (expirationSeconds === undefined ? '<none>' : humanDuration(expirationSeconds * 1000)),
    },
    { name: 'Condition', description: 'What has become of it.', value: ({ status }) => stateOf(status) },
  ],
  selectableFields: [{ path: 'spec.signerName', value: ({ spec }) => spec.signerName }],
});

function stateOf({ conditions = [], certificate }: Readonly<CertificateSigningRequestStatus>): string {
  const has = (wanted: string): boolean => conditions.some(({ type }) => type === wanted);
  const verdict = has('Denied') ? 'Denied' : has('Approved') ? 'Approved' : 'Pending';
  return [verdict, ...(has('Failed') ? ['Failed'] : []), ...(certificate ? ['Issued'] : [])].join(',');
}

/** Who writes the status does not judge: verdicts stay as they are, as long as there are as many. */
function keepVerdicts({ status: next }: CertificateSigningRequest, { status: previous }: Readonly<CertificateSigningRequest>): void {
  for (const verdict of ['Approved', 'Denied']) {
    const before = previous.conditions?.filter(({ type }) => type === verdict) ?? [];
    const isVerdict = ({ type }: CertificateSigningRequestCondition): boolean => type === verdict;
    if (!next.conditions || next.conditions.filter(isVerdict).length !== before.length) continue;
    next.conditions = next.conditions.map((condition) => (isVerdict(condition) ? (before.shift() ?? condition) : condition));
  }
}

function fillTimes(
  { status: next }: CertificateSigningRequest,
  { status: previous }: Readonly<CertificateSigningRequest>,
  nowTimestamp: string,
): void {
  for (const condition of next.conditions ?? []) {
    condition.lastUpdateTime ||= nowTimestamp;
    const same = previous.conditions?.find(
      ({ type, status, lastTransitionTime }) => type === condition.type && status === condition.status && lastTransitionTime,
    );
    condition.lastTransitionTime ||= same?.lastTransitionTime || nowTimestamp;
  }
}
