import { legacyIssuer } from '../apiserver/authentication/service-account/claims.ts';
import { signingKey } from '../apiserver/authentication/service-account/keys.ts';
import { signToken } from '../apiserver/authentication/service-account/sign.ts';
import { serviceAccountUserName } from '../apiserver/authentication/names.ts';
import type { SignAccountToken } from '../controllers/service-account-token/controller.ts';

/** Makes the tokens of Secrets, which count as long as the Secret holds them, with the key that the API server verifies by. */
export function accountTokenSigner(privatePem: string): SignAccountToken {
  const key = signingKey(privatePem);
  return ({ namespace, secretName, accountName, accountUid }) =>
    signToken(
      {
        iss: legacyIssuer,
        sub: serviceAccountUserName(namespace, accountName),
        'kubernetes.io/serviceaccount/namespace': namespace,
        'kubernetes.io/serviceaccount/secret.name': secretName,
        'kubernetes.io/serviceaccount/service-account.name': accountName,
        'kubernetes.io/serviceaccount/service-account.uid': accountUid,
      },
      key,
    );
}
