import type { ControllerSettings } from '../controllers/controller-entry.ts';
import { accountTokenSigner } from './account-token-signer.ts';
import type { Certificates } from './certificates/certificates.ts';

/** What the controllers of a cluster whose certificates we keep know and sign with. */
export async function controllerSettings(certificates: Certificates): Promise<ControllerSettings> {
  const [authority, accountKey] = await Promise.all([certificates.authority(), certificates.serviceAccountKey()]);
  return {
    rootCaPem: authority.certificatePem,
    signCertificate: (request) => certificates.sign(request),
    signAccountToken: accountTokenSigner(accountKey.privatePem),
  };
}
