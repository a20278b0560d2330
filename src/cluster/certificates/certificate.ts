import { X509Certificate, createPrivateKey, type KeyObject } from 'node:crypto';

/** A certificate and the private key it belongs to, as PEM text. */
export interface KeyedCertificate {
  readonly certificatePem: string;
  readonly keyPem: string;
}

/** What a certificate has to say, before it is made. */
export interface CertificateSpecification {
  /** Becomes the user's name when the certificate is shown to the API server. */
  readonly commonName: string;
  /** Become the user's groups. */
  readonly organizations?: readonly string[];
  readonly usages: readonly ('client' | 'server')[];
  /** The DNS names and IP addresses a server may be reached by. */
  readonly hosts?: readonly string[];
}

/** Throws an error that names the source when the text is no certificate. */
export function parseCertificate(pem: string, source: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (cause) {
    throw new Error(`${source} does not hold a certificate in PEM form; delete it to have a new one made`, { cause });
  }
}

/** Throws an error that names the source when the text is no unencrypted private key. */
export function parsePrivateKey(pem: string, source: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch (cause) {
    throw new Error(`${source} does not hold a private key in PEM form; delete it to have a new one made`, { cause });
  }
}

/** The hosts of a certificate, each `DNS:name` or `IP Address:address`, in one form that can be compared. */
export function hostsOf(certificate: X509Certificate): string[] {
  return (certificate.subjectAltName ?? '').split(', ').filter(Boolean);
}
