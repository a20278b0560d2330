import { createHash, timingSafeEqual } from 'node:crypto';
import { refused, type Finding } from '../finding.ts';
import { parseServiceAccountUserName, serviceAccountGroups, serviceAccountUserName } from '../names.ts';
import { textOf, type Fields } from './parse-claims.ts';
import type { ServiceAccountTokenOptions } from './verify.ts';

const invalidSinceLabel = 'kubernetes.io/legacy-token-invalid-since';

/** Decides on a token of a Secret whose signature is known to be good: it counts as long as the Secret holds it. */
export async function legacyTokenFinding(
  { claims, token, wanted }: { readonly claims: Fields; readonly token: string; readonly wanted: readonly string[] },
  { audiences, objects }: Pick<ServiceAccountTokenOptions, 'audiences' | 'objects'>,
): Promise<Finding> {
  const matching = audiences.filter((audience) => wanted.includes(audience));
  if (matching.length === 0 && audiences.length > 0) return refused('the token is not for the target audiences');
  const claim = (name: string) => textOf(claims[`kubernetes.io/serviceaccount/${name}`]);
  const namespace = claim('namespace');
  const name = claim('service-account.name');
  const uid = claim('service-account.uid');
  const secretName = claim('secret.name');
  if (!namespace || !name || !uid || !secretName) return refused('a claim of the service account token is missing');
  const subject = parseServiceAccountUserName(textOf(claims['sub']));
  if (subject?.namespace !== namespace || subject.name !== name) return refused('sub claim is invalid');

  const secret = await objects.secret(namespace, secretName);
  if (!secret || typeof secret.metadata.deletionTimestamp === 'string') return refused('Token has been invalidated');
  const kept = Buffer.from(secret.data?.['token'] ?? '', 'base64').toString('utf8');
  if (!timingSafeEqual(digest(kept), digest(token))) return refused("Token does not match server's copy");

  const account = await objects.serviceAccount(namespace, name);
  if (!account) return refused(`serviceaccounts "${name}" not found`);
  if (typeof account.metadata.deletionTimestamp === 'string') return refused(`ServiceAccount ${namespace}/${name} has been deleted`);
  if (account.metadata.uid !== uid) return refused(`ServiceAccount UID (${account.metadata.uid}) does not match claim (${uid})`);
  if (secret.metadata.labels?.[invalidSinceLabel]) {
    return refused(`the token in secret ${namespace}/${secretName} for service account ${namespace}/${name} has been marked invalid`);
  }
  return {
    type: 'user',
    user: { name: serviceAccountUserName(namespace, name), uid, groups: serviceAccountGroups(namespace) },
    audiences: matching,
    auditAnnotations: { 'authentication.k8s.io/legacy-token': serviceAccountUserName(namespace, name) },
  };
}

const digest = (text: string) => createHash('sha256').update(text).digest();
