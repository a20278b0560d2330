import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import { DerError, derTags, readDer, readObjectIdentifier, type DerValue } from '../../base/der.ts';
import { readPem } from '../../base/pem.ts';

/** Digests by the identifier of the signature algorithm. Ed25519 has its own inside. */
const digests: Readonly<Record<string, string | null>> = {
  '1.2.840.113549.1.1.5': 'sha1',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.1': 'sha1',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
  '1.3.101.112': null,
};

/** What is wrong with a request for a certificate (RFC 2986), if anything: it must be signed with the key it is about. */
export function certificateRequestProblem(request: string | null): string | undefined {
  const [block] = readPem(Buffer.from(request ?? '', 'base64').toString('latin1'));
  if (block?.type !== 'CERTIFICATE REQUEST') return 'PEM block type must be CERTIFICATE REQUEST';
  try {
    return signatureProblem(block.bytes);
  } catch (error) {
    if (error instanceof DerError) return `asn1: structure error: ${error.message}`;
    throw error;
  }
}

/** The key that a request (DER) is about, and whether it is signed with it; undefined for what is no request. */
export function keyOfRequest(bytes: Buffer): { readonly key: KeyObject; readonly isSigned: boolean } | undefined {
  try {
    const { key, info, digest, signature } = readRequest(bytes);
    return key && { key, isSigned: digest !== undefined && verify(digest, info, key, signature) };
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}

function signatureProblem(bytes: Buffer): string | undefined {
  const [, ...rest] = readDer(bytes);
  if (rest.length > 0) return 'asn1: syntax error: trailing data';
  const { info, digest, key, signature } = readRequest(bytes);
  if (digest === undefined) return 'x509: cannot verify signature: algorithm unimplemented';
  if (!key) return 'x509: malformed public key';
  return verify(digest, info, key, signature) ? undefined : mismatch(key);
}

interface SignedRequest {
  /** What is signed. */
  readonly info: Buffer;
  /** Undefined where the algorithm is not known; null for those with their own inside. */
  readonly digest: string | null | undefined;
  readonly key: KeyObject | undefined;
  readonly signature: Buffer;
}

function readRequest(bytes: Buffer): SignedRequest {
  const [request, ...rest] = readDer(bytes);
  if (rest.length > 0) throw new DerError('trailing data');
  const [info, algorithm, signature] = sequence(request);
  const [identifier] = sequence(algorithm);
  const [, , publicKey] = sequence(info);
  if (!info || !publicKey || identifier?.tag !== derTags.objectIdentifier || signature?.tag !== derTags.bitString) {
    throw new DerError("tags don't match");
  }
  return {
    info: info.bytes,
    digest: digests[readObjectIdentifier(identifier)],
    key: readKey(publicKey.bytes),
    // The first byte of a bit string tells how many bits of the last one are unused.
    signature: signature.content.subarray(1),
  };
}

function sequence(value: DerValue | undefined): DerValue[] {
  if (value?.tag !== derTags.sequence) throw new DerError("tags don't match");
  return readDer(value.content);
}

export function readKey(bytes: Buffer): KeyObject | undefined {
  try {
    return createPublicKey({ key: bytes, format: 'der', type: 'spki' });
  } catch (error) {
    // Whatever the library says, the key is none.
    if (error instanceof Error) return undefined;
    throw error;
  }
}

function mismatch({ asymmetricKeyType }: KeyObject): string {
  if (asymmetricKeyType === 'ec') return 'x509: ECDSA verification failure';
  return asymmetricKeyType === 'ed25519' ? 'x509: Ed25519 verification failure' : 'crypto/rsa: verification error';
}
