import { X509Certificate } from 'node:crypto';
import { readPem } from '../../../base/pem.ts';

/** Why nothing can be trusted by such certificates, in base64 of PEM, or nothing when one at least can be read. */
export function caBundleProblem(bundle: string): string | undefined {
  const text = Buffer.from(bundle, 'base64').toString('latin1');
  const blocks = readPem(text);
  const certificates = blocks.filter(({ type, hasHeaders }) => type === 'CERTIFICATE' && !hasHeaders);
  if (certificates.some(({ bytes }) => readingProblem(bytes) === undefined)) return undefined;
  const [first] = certificates;
  if (first) return `unable to load root certificates: failed to parse certificate: ${readingProblem(first.bytes) ?? ''}`;
  // Text after the last block ends the search; without any, there is no block at all.
  const rest = text.slice(text.lastIndexOf('-----END') + 1).replace(/^.*\r?\n?/, '');
  const isUnreadable = blocks.length === 0 || rest !== '';
  return `unable to load root certificates: ${isUnreadable ? 'unable to parse bytes as PEM block' : 'no valid certificate authority data seen'}`;
}

function readingProblem(bytes: Buffer): string | undefined {
  try {
    void new X509Certificate(bytes);
    return undefined;
  } catch (error) {
    // The library has its own words for it; upstream's is the first thing that can be wrong.
    if (error instanceof Error) return 'x509: malformed certificate';
    throw error;
  }
}
