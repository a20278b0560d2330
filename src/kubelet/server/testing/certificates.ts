import 'reflect-metadata';
import { BasicConstraintsExtension, X509CertificateGenerator, type X509Certificate } from '@peculiar/x509';
import { systemClock } from '../../../base/clock.ts';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };

/** An authority for clients, and what it takes to be one of them. */
export async function clientAuthority(): Promise<{ caPem: string; issue(name: string): Promise<{ cert: string; key: string }> }> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const authority: X509Certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=clients',
    ...validity(),
    keys,
    signingAlgorithm: { ...algorithm, hash: 'SHA-256' },
    extensions: [new BasicConstraintsExtension(true, undefined, true)],
  });
  return {
    caPem: authority.toString('pem'),
    async issue(name) {
      const own = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
      const certificate = await X509CertificateGenerator.create({
        subject: name,
        issuer: authority.subject,
        ...validity(),
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: { ...algorithm, hash: 'SHA-256' },
      });
      const key = Buffer.from(await crypto.subtle.exportKey('pkcs8', own.privateKey)).toString('base64');
      return { cert: certificate.toString('pem'), key: `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n` };
    },
  };
}

const validity = () => ({ notBefore: new Date(systemClock.now() - 60_000), notAfter: new Date(systemClock.now() + 3_600_000) });
