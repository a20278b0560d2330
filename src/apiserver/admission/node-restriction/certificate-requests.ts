import type { CertificateSigningRequest } from '../../../kinds/certificates/certificate-signing-request.ts';
import { readCertificateRequest } from '../../../kinds/certificates/read-request.ts';
import type { AdmissionRequest } from '../plugin.ts';
import { refuse } from '../refuse.ts';
import type { Sender } from './sender.ts';

const nodeSigners: readonly string[] = ['kubernetes.io/kubelet-serving', 'kubernetes.io/kube-apiserver-client-kubelet'];

/** A kubelet gets no certificate in the name of another node. Everything else is the signer's to judge. */
export async function checkCertificateRequest(
  request: AdmissionRequest<CertificateSigningRequest> & AdmissionRequest,
  { node }: Sender,
): Promise<void> {
  const { operation, object } = request;
  if (operation !== 'CREATE' || !object || !nodeSigners.includes(object.spec.signerName)) return;
  let commonName: string;
  try {
    ({ commonName } = await readCertificateRequest(object.spec.request));
  } catch (error) {
    throw refuse(request, `unable to parse csr: ${(error as Error).message}`);
  }
  if (commonName !== `system:node:${node}`) throw refuse(request, `can only create a node CSR with CN=system:node:${node}`);
}
