import { ClusterTrustBundle } from '../../kinds/certificates/cluster-trust-bundle.ts';
import { PodCertificateRequest, PodCertificateRequestStatus } from '../../kinds/certificates/pod-certificate-request.ts';
import { isSame } from '../../kinds/same.ts';
import { invalid } from '../../model/errors.ts';
import { Field } from '../../model/field.ts';
import { CertificateSigningRequest } from '../../kinds/certificates/certificate-signing-request.ts';
import { equalJson } from '../../model/patch/json-object.ts';
import type { User } from '../../model/request.ts';
import { resourceAttributes } from '../authorization/attributes.ts';
import { decide, type Authorizer } from '../authorization/decision.ts';
import { isAbout } from './about.ts';
import type { AdmissionPlugin } from './plugin.ts';
import { refuse } from './refuse.ts';

interface SignerOptions {
  readonly authorizers: readonly Authorizer[];
}

/** Whoever approves a request must be allowed to for its signer. */
export const certificateApproval = ({ authorizers }: SignerOptions): AdmissionPlugin => ({
  name: 'CertificateApproval',
  async validate(request) {
    if (request.operation !== 'UPDATE' || request.subresource !== 'approval' || !isAbout(request, CertificateSigningRequest)) return;
    // As it was stored: the request itself might name another signer.
    const signer = request.oldObject?.spec.signerName ?? '';
    if (await mayUse(signer, { verb: 'approve', user: request.user, authorizers })) return;
    throw refuse(request, `user not permitted to approve requests with signerName ${JSON.stringify(signer)}`);
  },
});

/** Whoever issues a certificate must be allowed to sign as the signer that was asked for. */
export const certificateSigning = ({ authorizers }: SignerOptions): AdmissionPlugin => ({
  name: 'CertificateSigning',
  async validate(request) {
    if (request.operation !== 'UPDATE' || request.subresource !== 'status' || !isAbout(request, CertificateSigningRequest)) return;
    const { object, oldObject } = request;
    const { certificate, conditions = [] } = object?.status ?? {};
    const before = oldObject?.status ?? {};
    if (certificate === before.certificate && equalJson(conditions, before.conditions ?? [])) return;
    const signer = oldObject?.spec.signerName ?? '';
    if (await mayUse(signer, { verb: 'sign', user: request.user, authorizers })) return;
    throw refuse(request, `user not permitted to sign requests with signerName ${JSON.stringify(signer)}`);
  },
});

/** Whoever answers a pod's request for a certificate must be allowed to sign as the signer that was asked. */
export const podCertificateSigning = ({ authorizers }: SignerOptions): AdmissionPlugin => ({
  name: 'PodCertificateSigning',
  async validate(request) {
    if (request.operation !== 'UPDATE' || request.subresource !== 'status' || !isAbout(request, PodCertificateRequest)) return;
    const { object, oldObject, user } = request;
    if (isSame(PodCertificateRequestStatus, object?.status, oldObject?.status)) return;
    const signer = oldObject?.spec.signerName ?? '';
    if (await mayUse(signer, { verb: 'sign', user, authorizers })) return;
    // Upstream finds this out where it finds out what else is wrong with the request.
    const detail = `User ${JSON.stringify(user.name)} is not permitted to "sign" for signer ${JSON.stringify(signer)}`;
    const { group, kind } = request.resource.kind;
    throw invalid({ group, kind, name: request.name }, [new Field('spec.signerName').forbidden(detail)]);
  },
});

/** Whoever says whom to trust for a signer's certificates must be allowed to vouch for that signer. */
export const clusterTrustBundleAttest = ({ authorizers }: SignerOptions): AdmissionPlugin => ({
  name: 'ClusterTrustBundleAttest',
  async validate(request) {
    if (request.operation === 'DELETE' || !isAbout(request, ClusterTrustBundle)) return;
    const { object, oldObject, user } = request;
    const signer = object?.spec.signerName ?? '';
    if (signer === '' || (object && oldObject && changesOwnersAlone(object, oldObject))) return;
    if (await mayUse(signer, { verb: 'attest', user, authorizers })) return;
    throw refuse(request, `user not permitted to attest for signerName ${JSON.stringify(signer)}`);
  },
});

/** As the garbage collector does, which may do that to anything. */
function changesOwnersAlone(next: Readonly<ClusterTrustBundle>, previous: Readonly<ClusterTrustBundle>): boolean {
  const { ownerReferences: _, finalizers: __, managedFields: ___, ...metadata } = previous.metadata;
  const { ownerReferences: ____, finalizers: _____, managedFields: ______, ...nextMetadata } = next.metadata;
  return equalJson(nextMetadata, metadata) && equalJson(next.spec, previous.spec);
}

interface Use extends SignerOptions {
  readonly verb: 'approve' | 'attest' | 'sign';
  readonly user: User;
}

/** The signer itself, or all of its domain. */
async function mayUse(signer: string, { verb, user, authorizers }: Use): Promise<boolean> {
  const [domain = ''] = signer.split('/');
  for (const name of [signer, `${domain}/*`]) {
    const attributes = resourceAttributes(user, { verb, name, group: 'certificates.k8s.io', version: '*', resource: 'signers' });
    if ((await decide(attributes, authorizers)).type === 'allow') return true;
  }
  return false;
}
