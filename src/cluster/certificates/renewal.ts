import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { writtenOut } from './address.ts';
import { hostsOf, type CertificateSpecification } from './certificate.ts';

const renewBeforeMs = 30 * 24 * 60 * 60_000;

/** Why a certificate should be made anew now; nothing when it still serves. */
export function reasonToRenew(
  certificate: X509Certificate,
  { specification, authority, nowMs }: { specification: CertificateSpecification; authority: X509Certificate; nowMs: number },
): string | undefined {
  if (endsSoon(certificate, nowMs)) return 'it ends soon';
  if (!certificate.checkIssued(authority) || !certificate.verify(authority.publicKey)) return 'its authority has changed';
  if (subjectOf(specification) !== certificate.subject) return 'its subject has changed';
  const present = new Set(hostsOf(certificate));
  const wanted = new Set((specification.hosts ?? []).map(asShown));
  if (wanted.symmetricDifference(present).size > 0) return 'its names or addresses have changed';
  return undefined;
}

/** Less than a third of its life or less than 30 days are left. */
export function endsSoon(certificate: X509Certificate, nowMs: number): boolean {
  const endMs = certificate.validToDate.getTime();
  const lifeMs = endMs - certificate.validFromDate.getTime();
  return endMs - nowMs < Math.max(lifeMs / 3, Math.min(renewBeforeMs, lifeMs / 2));
}

const subjectOf = ({ commonName, organizations = [] }: CertificateSpecification) =>
  [...organizations.map((name) => `O=${escaped(name)}`), `CN=${escaped(commonName)}`].join('\n');

/** As node:crypto shows special characters in a subject. */
const escaped = (value: string) => value.replace(/[,+"\\<>;]/g, '\\$&');

/** As node:crypto shows a host. */
const asShown = (host: string) => (isIP(host) ? `IP Address:${writtenOut(host).toUpperCase()}` : `DNS:${host}`);
