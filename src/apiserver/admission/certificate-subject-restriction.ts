import { CertificateSigningRequest } from '../../kinds/certificates/certificate-signing-request.ts';
import { isAbout } from './about.ts';
import { readCertificateRequest } from '../../kinds/certificates/read-request.ts';
import type { AdmissionPlugin } from './plugin.ts';
import { refuse } from './refuse.ts';

const clientSigner = 'kubernetes.io/kube-apiserver-client';
const mastersGroup = 'system:masters';

/** Nobody gets a client certificate of the group that may do everything by asking for one. */
export const certificateSubjectRestriction: AdmissionPlugin = {
  name: 'CertificateSubjectRestriction',
  async validate(request) {
    if (request.operation !== 'CREATE' || request.subresource || !isAbout(request, CertificateSigningRequest)) return;
    const { spec } = request.object ?? {};
    if (spec?.signerName !== clientSigner) return;
    let organizations: readonly string[];
    try {
      ({ organizations } = await readCertificateRequest(spec.request));
    } catch (error) {
      throw refuse(request, `failed to parse CSR: ${(error as Error).message}`);
    }
    if (organizations.includes(mastersGroup)) {
      throw refuse(request, `use of ${clientSigner} signer with ${mastersGroup} group is not allowed`);
    }
  },
};
