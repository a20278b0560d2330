import { createHash, createPublicKey, generateKeyPairSync, randomBytes, X509Certificate, type KeyObject } from 'node:crypto';
import { isIP } from 'node:net';
import type { Extension } from '@peculiar/x509';
import { writtenOut } from './address.ts';
import { usagesOf } from './usages.ts';
import type { CertificateSpecification, KeyedCertificate } from './certificate.ts';

const dayMs = 24 * 60 * 60_000;
const leafLifeMs = 365 * dayMs;
const authorityLifeMs = 10 * leafLifeMs;
/** Certificates begin in the past, so that a machine whose clock is a little behind accepts them. */
const backdateMs = 5 * 60_000;

export function newKey(): KeyObject {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
}

export const keyPem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' });

/** A new authority or, given the key of an old one, the same authority with more life: what it signed stays valid. */
export async function issueAuthority({
  commonName,
  key,
  nowMs,
}: {
  commonName: string;
  key: KeyObject;
  nowMs: number;
}): Promise<KeyedCertificate> {
  const x509 = await library();
  const certificate = await x509.X509CertificateGenerator.create({
    ...signing(nowMs, authorityLifeMs),
    subject: [{ CN: [commonName] }],
    issuer: [{ CN: [commonName] }],
    publicKey: cryptoKey(createPublicKey(key)),
    signingKey: cryptoKey(key),
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyEncipherment | x509.KeyUsageFlags.keyCertSign,
        true,
      ),
      new x509.SubjectKeyIdentifierExtension(keyIdentifier(key)),
    ],
  });
  return { certificatePem: `${certificate.toString('pem')}\n`, keyPem: keyPem(key) };
}

/** For a server that nobody vouches for: an authority that is forgotten at once, and the certificate it has signed. */
export async function issueSelfSigned({ hosts, nowMs }: { hosts: readonly string[]; nowMs: number }): Promise<KeyedCertificate> {
  const [commonName = 'localhost'] = hosts;
  const key = newKey();
  const { certificatePem } = await issueAuthority({ commonName: `${commonName}-ca`, key, nowMs });
  const authority = { certificate: new X509Certificate(certificatePem), key };
  const issued = await issueCertificate({ commonName, usages: ['server'], hosts }, { authority, nowMs });
  return { keyPem: issued.keyPem, certificatePem: issued.certificatePem + certificatePem };
}

/** A certificate with a new key, signed by the authority. */
export async function issueCertificate(
  specification: CertificateSpecification,
  { authority, nowMs }: { authority: AuthorityKey; nowMs: number },
): Promise<KeyedCertificate> {
  const x509 = await library();
  const { commonName, organizations = [], usages, hosts = [] } = specification;
  const key = newKey();
  const issuer = new x509.X509Certificate(authority.certificate.raw);
  const extensions: Extension[] = [
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyEncipherment, true),
    new x509.ExtendedKeyUsageExtension(usages.map((usage) => x509.ExtendedKeyUsage[usage === 'client' ? 'clientAuth' : 'serverAuth'])),
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.SubjectKeyIdentifierExtension(keyIdentifier(key)),
    new x509.AuthorityKeyIdentifierExtension(
      issuer.getExtension(x509.SubjectKeyIdentifierExtension)?.keyId ?? keyIdentifier(authority.key),
    ),
  ];
  if (hosts.length > 0) {
    const names = hosts.map((value) => (isIP(value) ? { type: 'ip' as const, value: writtenOut(value) } : { type: 'dns' as const, value }));
    extensions.push(new x509.SubjectAlternativeNameExtension(names));
  }
  const certificate = await x509.X509CertificateGenerator.create({
    ...signing(nowMs, Math.min(leafLifeMs, authority.certificate.validToDate.getTime() - nowMs)),
    // One entry for each organization: their order is the order of the groups.
    subject: [...organizations.map((name) => ({ O: [name] })), { CN: [commonName] }],
    // As it stands in the authority's certificate: some verifiers compare names byte by byte.
    issuer: issuer.subjectName,
    publicKey: cryptoKey(createPublicKey(key)),
    signingKey: cryptoKey(authority.key),
    extensions,
  });
  return { certificatePem: `${certificate.toString('pem')}\n`, keyPem: keyPem(key) };
}

export interface RequestToSign {
  /** PKCS #10 in PEM. Its subject and alternative names are taken as they are; its other extensions are not. */
  readonly requestPem: string;
  /** As the API names them, e.g. `client auth`. */
  readonly usages: readonly string[];
  readonly lifeMs: number;
}

/** Lives shorter than this are given in full, although a certificate begins a little in the past. */
const shortLifeMs = 8 * 60 * 60_000;

/** Signs what somebody else has made the key for. Throws when the authority itself has ended. */
export async function signRequest(
  { requestPem, usages, lifeMs }: RequestToSign,
  { authority, nowMs }: { authority: AuthorityKey; nowMs: number },
): Promise<string> {
  const x509 = await library();
  const endMs = authority.certificate.validToDate.getTime();
  if (nowMs >= endMs) throw new Error(`the authority has expired: it was valid until ${authority.certificate.validTo}`);
  const request = new x509.Pkcs10CertificateRequest(requestPem);
  const issuer = new x509.X509Certificate(authority.certificate.raw);
  const { keyUsages, extendedKeyUsages } = usagesOf(usages);
  const names = request.extensions.find((each) => each instanceof x509.SubjectAlternativeNameExtension);
  const extensions: Extension[] = [
    // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- the library's flags are the bits of RFC 5280
    ...(keyUsages === 0 ? [] : [new x509.KeyUsagesExtension(keyUsages, true)]),
    ...(extendedKeyUsages.length === 0 ? [] : [new x509.ExtendedKeyUsageExtension([...extendedKeyUsages])]),
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.AuthorityKeyIdentifierExtension(
      issuer.getExtension(x509.SubjectKeyIdentifierExtension)?.keyId ?? keyIdentifier(authority.key),
    ),
    ...(names ? [names] : []),
  ];
  const certificate = await x509.X509CertificateGenerator.create({
    ...signing(nowMs, Math.min(lifeMs < shortLifeMs ? lifeMs : lifeMs - backdateMs, endMs - nowMs)),
    subject: request.subjectName,
    issuer: issuer.subjectName,
    publicKey: request.publicKey,
    signingKey: cryptoKey(authority.key),
    extensions,
  });
  return `${certificate.toString('pem')}\n`;
}

/** An authority ready to sign. */
export interface AuthorityKey {
  readonly certificate: X509Certificate;
  readonly key: KeyObject;
}

const signing = (nowMs: number, lifeMs: number) => ({
  // Positive and not zero, as RFC 5280 wants serial numbers.
  serialNumber: `01${randomBytes(15).toString('hex')}`,
  notBefore: new Date(nowMs - backdateMs),
  notAfter: new Date(nowMs + lifeMs),
});

/** Our own keys are P-256; an authority that was made elsewhere may have another. */
function cryptoKey(key: KeyObject) {
  const algorithm =
    key.asymmetricKeyType === 'rsa'
      ? { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
      : { name: 'ECDSA', namedCurve: curves[key.asymmetricKeyDetails?.namedCurve ?? ''] ?? 'P-256' };
  return key.toCryptoKey(algorithm, true, [key.type === 'private' ? 'sign' : 'verify']);
}

const curves: Record<string, string> = { prime256v1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521' };

/** RFC 7093, method 1: the leftmost 160 bits of the SHA-256 of the public key. */
const keyIdentifier = (key: KeyObject) =>
  createHash('sha256')
    .update(createPublicKey(key).export({ type: 'spki', format: 'der' }))
    .digest()
    .subarray(0, 20)
    .toString('hex');

/** Only processes that make certificates pay for loading the library, which needs the polyfill to be there first. */
async function library() {
  await import('reflect-metadata');
  return import('@peculiar/x509');
}
