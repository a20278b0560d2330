import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

/** A key that tokens can be verified with. */
export interface VerificationKey {
  /** Says in a token which key signed it. Derived from the public key, in the way upstream does. */
  readonly id: string;
  readonly algorithm: 'ES256' | 'ES384' | 'ES512' | 'RS256';
  readonly publicKey: KeyObject;
}

export interface SigningKey extends VerificationKey {
  readonly privateKey: KeyObject;
}

/** From a private key in PEM form: RSA, or an elliptic curve P-256, P-384 or P-521. */
export function signingKey(pem: string): SigningKey {
  const privateKey = createPrivateKey(pem);
  return { ...verificationKeyOf(createPublicKey(privateKey)), privateKey };
}

/** From a public key in PEM form, or a private one that has it. */
export const verificationKey = (pem: string): VerificationKey => verificationKeyOf(createPublicKey(pem));

function verificationKeyOf(publicKey: KeyObject): VerificationKey {
  const id = createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64url');
  return { id, algorithm: algorithmOf(publicKey), publicKey };
}

function algorithmOf({ asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject): VerificationKey['algorithm'] {
  if (type === 'rsa') return 'RS256';
  const algorithm = type === 'ec' ? curves[details?.namedCurve ?? ''] : undefined;
  if (!algorithm) throw new Error('service account keys are RSA keys, or elliptic curve keys of the curve P-256, P-384 or P-521');
  return algorithm;
}

const curves: Record<string, VerificationKey['algorithm']> = { prime256v1: 'ES256', secp384r1: 'ES384', secp521r1: 'ES512' };
