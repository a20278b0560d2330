import { verify, constants, type KeyObject } from 'node:crypto';
import type { Field, FieldErrors } from '../../model/field.ts';
import { checkDnsSubdomain } from '../../model/names.ts';
import { allInvalid } from '../field-checks.ts';
import { longestSeconds, shortestSeconds } from './certificate-lifetime.ts';
import { keyOfRequest, readKey } from './certificate-request.ts';
import type { PodCertificateRequestSpec } from './pod-certificate-request.ts';
import { validateSignerName } from './signer-name.ts';
import { validateUserAnnotations } from './user-annotations.ts';

const longestUid = 128;
const largestKey = 10 * 1024;

const names = [
  ['podName', 'podUID'],
  ['serviceAccountName', 'serviceAccountUID'],
  ['nodeName', 'nodeUID'],
] as const;

export function* validatePodRequestSpec(spec: Readonly<PodCertificateRequestSpec>, field: Field): FieldErrors {
  const { signerName, unverifiedUserAnnotations, maxExpirationSeconds: seconds } = spec;
  yield* validateSignerName(signerName, field.at('signerName'));
  if (unverifiedUserAnnotations) yield* validateUserAnnotations(unverifiedUserAnnotations, field.at('unverifiedUserAnnotations'));
  for (const [name, uid] of names) {
    yield* allInvalid(spec[name], checkDnsSubdomain(spec[name]), field.at(name));
    if (!spec[uid]) yield field.at(uid).invalid(spec[uid], 'must not be empty');
    if (Buffer.byteLength(spec[uid]) > longestUid) yield field.at(uid).tooLong(longestUid);
  }
  const at = field.at('maxExpirationSeconds');
  if (seconds === undefined) {
    yield at.required('must be set');
    return;
  }
  const longest = longestSeconds(signerName);
  if (seconds < shortestSeconds || seconds > longest) yield at.invalid(seconds, `must be in the range [${shortestSeconds}, ${longest}]`);
  yield* validateKey(spec, field);
}

const read = (base64: string | undefined): Buffer => Buffer.from(base64 ?? '', 'base64');

function* validateKey(spec: Readonly<PodCertificateRequestSpec>, field: Field): FieldErrors {
  const [request, key, proof] = [read(spec.stubPKCS10Request), read(spec.pkixPublicKey), read(spec.proofOfPossession)];
  if (request.length > 0 && key.length === 0 && proof.length === 0) yield* validateRequest(request, field.at('stubPKCS10Request'));
  else if (request.length === 0 && key.length > 0 && proof.length > 0) yield* validateProof(spec, field);
  else yield field.inconsistent('exactly one of (stubPKCS10Request) or (pkixPublicKey, proofOfPossession) must be set');
}

function* validateRequest(bytes: Buffer, field: Field): FieldErrors {
  if (bytes.length > largestKey) {
    yield field.tooLong(largestKey);
    return;
  }
  const request = keyOfRequest(bytes);
  const problem = request && keyProblem(request.key);
  if (!request) yield field.inconsistent('must be a valid PKCS#10 CSR');
  else if (problem) yield problem.kind ? field.invalid(problem.kind, problem.text('P256, P384, or P521')) : field.inconsistent(unknownKey);
  else if (!request.isSigned) yield field.inconsistent('invalid signature');
}

function* validateProof({ podUID, pkixPublicKey, proofOfPossession }: Readonly<PodCertificateRequestSpec>, field: Field): FieldErrors {
  const [keyBytes, proof] = [read(pkixPublicKey), read(proofOfPossession)];
  const [at, proofField] = [field.at('pkixPublicKey'), field.at('proofOfPossession')];
  if (keyBytes.length > largestKey) yield at.tooLong(largestKey);
  else if (proof.length > largestKey) yield proofField.tooLong(largestKey);
  else {
    const key = readKey(keyBytes);
    const problem = key && keyProblem(key);
    if (!key) yield at.invalid(pkixPublicKey, 'must be a valid PKIX-serialized public key');
    else if (problem) yield problem.kind ? at.invalid(problem.kind, problem.text('P256 or P384')) : at.invalid(pkixPublicKey, unknownKey);
    else if (!isProof(Buffer.from(podUID), key, proof)) yield proofField.inconsistent('could not verify proof-of-possession signature');
  }
}

const unknownKey = 'unknown public key type; supported types are Ed25519, ECDSA, and RSA';
const curves: Readonly<Record<string, string>> = { prime256v1: 'P-256', secp224r1: 'P-224', secp384r1: 'P-384', secp521r1: 'P-521' };

interface KeyProblem {
  /** What the key is; absent where it is of no known sort. */
  readonly kind: string | undefined;
  readonly text: (curves: string) => string;
}

/** Only keys of some strength are taken. */
function keyProblem({ asymmetricKeyType, asymmetricKeyDetails = {} }: KeyObject): KeyProblem | undefined {
  const { namedCurve = '', modulusLength = 0 } = asymmetricKeyDetails;
  switch (asymmetricKeyType) {
    case 'ed25519':
      return undefined;
    case 'ec':
      if (['prime256v1', 'secp384r1', 'secp521r1'].includes(namedCurve)) return undefined;
      return { kind: `curve ${curves[namedCurve] ?? namedCurve}`, text: (allowed) => `elliptic public keys must use curve ${allowed}` };
    case 'rsa':
      if (modulusLength === 3072 || modulusLength === 4096) return undefined;
      return { kind: `${modulusLength}-bit modulus`, text: () => 'RSA keys must have modulus size 3072 or 4096' };
    default:
      return { kind: undefined, text: () => unknownKey };
  }
}

function isProof(data: Buffer, key: KeyObject, signature: Buffer): boolean {
  if (key.asymmetricKeyType === 'ed25519') return verify(null, data, key, signature);
  if (key.asymmetricKeyType === 'ec') return verify('sha256', data, key, signature);
  return verify('sha256', data, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO }, signature);
}
