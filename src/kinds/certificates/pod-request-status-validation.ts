import { X509Certificate } from 'node:crypto';
import { readPem } from '../../base/pem.ts';
import type { Field, FieldErrors } from '../../model/field.ts';
import { validateConditions } from '../condition-validation.ts';
import { isSame } from '../same.ts';
import { keyOfRequest, readKey } from './certificate-request.ts';
import { PodCertificateRequestStatus, type PodCertificateRequest } from './pod-certificate-request.ts';

const known: readonly string[] = ['Issued', 'Denied', 'Failed'];
const largestChain = 100 * 1024;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

type Request = Readonly<PodCertificateRequest>;

const hasEnded = ({ status: { conditions = [] } }: Request, types: readonly string[] = known): boolean =>
  conditions.some(({ type, status }) => types.includes(type) && status === 'True');

/** A request is answered once: a certificate is issued, or it is said that there will be none. */
export function* validatePodRequestStatus(next: Request, previous: Request, field: Field, nowTimestamp: string): FieldErrors {
  const at = field.at('status');
  const problems = [...validateVerdict(next, at.at('conditions')), ...validateConditions(next.status.conditions, at.at('conditions'))];
  yield* problems;
  if (problems.length > 0) return;
  const isKept = isSame(PodCertificateRequestStatus, next.status, previous.status);
  if (hasEnded(previous)) {
    if (!isKept) yield at.inconsistent('immutable after PodCertificateRequest is issued, denied, or failed');
  } else if (hasEnded(next, ['Denied', 'Failed'])) {
    const { conditions: _, ...others } = next.status;
    if (!isSame(PodCertificateRequestStatus, others, {})) {
      yield at.inconsistent('non-condition status fields must be empty when denying or failing the PodCertificateRequest');
    }
  } else if (hasEnded(next)) yield* validateIssued(next, previous, at, nowTimestamp);
  else if (!isKept) yield at.inconsistent('status is immutable unless transitioning to "Issued", "Denied", or "Failed"');
}

function* validateVerdict({ status: { conditions = [] } }: Request, field: Field): FieldErrors {
  let count = 0;
  for (const [index, { type, status }] of conditions.entries()) {
    // Upstream puts a dot before these indexes.
    const at = field.at(`[${index}]`);
    if (!known.includes(type)) {
      yield at.at('type').notSupported(type, known);
      continue;
    }
    if (++count > 1) yield at.at('type').invalid(type, 'There may be at most one condition with type "Issued", "Denied", or "Failed"');
    if (status !== 'True') yield at.at('status').notSupported(status, ['True']);
  }
}

function* validateIssued({ spec, status }: Request, previous: Request, field: Field, nowTimestamp: string): FieldErrors {
  const { certificateChain: chain = '' } = status;
  const at = field.at('certificateChain');
  if (Buffer.byteLength(chain) > largestChain) {
    yield at.tooLong(largestChain);
    return;
  }
  const [leaf, ...others] = readPem(chain);
  const certificate = leaf && readCertificate(leaf.bytes);
  if (!leaf) yield at.invalid(chain, 'issued certificate chain must contain at least one certificate');
  else if (leaf.type !== 'CERTIFICATE') yield at.invalid(chain, 'issued certificate chain must consist entirely of CERTIFICATE PEM blocks');
  else if (!certificate) yield at.invalid(chain, 'leaf certificate does not parse as valid X.509');
  else {
    yield* validateNames(certificate, at);
    const key = readKeyOf(previous);
    if (key && !key.equals(certificate.publicKey)) {
      yield at.invalid(chain, 'leaf certificate was not issued to the requested public key');
      return;
    }
    const problems = [...validateTimes(status, { certificate, spec, nowMs: Date.parse(nowTimestamp) }, field)];
    yield* problems;
    if (problems.length > 0) return;
    for (const { type, bytes } of others) {
      // With the spelling of upstream.
      if (type !== 'CERTIFICATE') yield at.invalid(chain, 'issued certificate chain must consist entirely of CERTFICATE PEM blocks');
      else if (!readCertificate(bytes)) yield at.invalid(chain, 'intermediate certificate does not parse as valid X.509');
      else continue;
      return;
    }
  }
}

const readKeyOf = ({ spec }: Request) =>
  spec.stubPKCS10Request
    ? keyOfRequest(Buffer.from(spec.stubPKCS10Request, 'base64'))?.key
    : readKey(Buffer.from(spec.pkixPublicKey ?? '', 'base64'));

function readCertificate(bytes: Buffer): X509Certificate | undefined {
  try {
    return new X509Certificate(bytes);
  } catch (error) {
    // Whatever the library says, it is none.
    if (error instanceof Error) return undefined;
    throw error;
  }
}

function* validateNames({ subjectAltName = '' }: X509Certificate, field: Field): FieldErrors {
  const names = subjectAltName.split(', ').flatMap((name) => (name.startsWith('DNS:') ? [name.slice('DNS:'.length)] : []));
  for (const name of names) {
    if (name === '') yield field.invalid(name, 'leaf certificate should not contain empty DNSName');
    if (name.includes('..')) yield field.invalid(name, "leaf certificate's DNSName should not contain '..'");
    if (name.startsWith('.') || name.endsWith('.')) {
      yield field.invalid(name, "leaf certificate's DNSName should not start or end with '.'");
    }
  }
}

interface Issued {
  readonly certificate: X509Certificate;
  readonly spec: Request['spec'];
  readonly nowMs: number;
}

function* validateTimes(status: Request['status'], { certificate, spec, nowMs }: Issued, field: Field): FieldErrors {
  const { notBefore, notAfter, beginRefreshAt } = status;
  const consistent = 'must be present and consistent with the issued certificate';
  if (!notBefore) yield field.at('notBefore').required(consistent);
  if (!notAfter) yield field.at('notAfter').required(consistent);
  if (!beginRefreshAt) yield field.at('beginRefreshAt').required('must be present and in the range [notbefore+10min, notafter-10min]');
  if (!notBefore || !notAfter || !beginRefreshAt) return;
  const [fromMs, untilMs, refreshMs] = [Date.parse(notBefore), Date.parse(notAfter), Date.parse(beginRefreshAt)];
  const lifetimeMs = certificate.validToDate.getTime() - certificate.validFromDate.getTime();
  const { maxExpirationSeconds: longest = 0 } = spec;
  if (fromMs !== certificate.validFromDate.getTime()) {
    yield field.at('notBefore').invalid(notBefore, 'must be set to the NotBefore time encoded in the leaf certificate');
  } else if (Math.abs(fromMs - nowMs) >= 5 * minuteMs) {
    yield field.at('notBefore').invalid(notBefore, "must be set to within 5 minutes of kube-apiserver's current time");
  } else if (untilMs !== certificate.validToDate.getTime()) {
    yield field.at('notAfter').invalid(notAfter, 'must be set to the NotAfter time encoded in the leaf certificate');
  } else if (lifetimeMs < hourMs) {
    yield field.at('certificateChain').invalid(lifetimeMs * 1_000_000, 'leaf certificate lifetime must be >= 1 hour');
  } else if (lifetimeMs > longest * 1000) {
    const detail = `leaf certificate lifetime must be <= spec.maxExpirationSeconds (${longest})`;
    yield field.at('certificateChain').invalid(lifetimeMs * 1_000_000, detail);
  } else if (refreshMs < fromMs + 10 * minuteMs) {
    yield field.at('beginRefreshAt').invalid(beginRefreshAt, 'must be at least 10 minutes after status.notBefore');
  } else if (refreshMs > untilMs - 10 * minuteMs) {
    yield field.at('beginRefreshAt').invalid(beginRefreshAt, 'must be at least 10 minutes before status.notAfter');
  }
}
