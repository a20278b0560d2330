import { X509Certificate } from 'node:crypto';
import { readPem } from '../../base/pem.ts';

/** What is wrong with what a signer has issued, if anything. */
export function issuedCertificateProblem(certificate: string): string | undefined {
  if (certificate === '') return undefined;
  const blocks = readPem(Buffer.from(certificate, 'base64').toString('latin1'));
  for (const { type, hasHeaders, bytes } of blocks) {
    if (type !== 'CERTIFICATE') return `only CERTIFICATE PEM blocks are allowed, found ${JSON.stringify(type)}`;
    if (hasHeaders) return 'no PEM block headers are permitted';
    if (bytes.length === 0) return 'found CERTIFICATE PEM block containing 0 certificates';
    if (!isCertificate(bytes)) return 'x509: malformed certificate';
  }
  return blocks.length === 0 ? 'must contain at least one CERTIFICATE PEM block' : undefined;
}

function isCertificate(bytes: Buffer): boolean {
  try {
    return new X509Certificate(bytes).raw.length > 0;
  } catch (error) {
    // Whatever the library says, it is none.
    if (error instanceof Error) return false;
    throw error;
  }
}
