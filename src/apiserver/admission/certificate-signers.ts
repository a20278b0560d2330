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

interface Use extends SignerOptions {
  readonly verb: 'approve' | 'sign';
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
