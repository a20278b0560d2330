import type { Finding } from './finding.ts';
import { refused } from './finding.ts';
import type { PeerCertificate } from './peer-certificate.ts';
import { extraKeys } from './user.ts';

/** The common name becomes the user's name and the organizations, in their order, the groups. */
export function authenticateCertificate(peer: PeerCertificate, nowMs: number): Finding | undefined {
  const { commonName, organizations, userIds = [], fingerprint, serialNumber = '', endsAtMs = Number.POSITIVE_INFINITY, problem } = peer;
  const failed = (reason: string) => refused(`verifying certificate SN=${serialNumber} failed: ${reason}`);
  if (problem !== undefined) return failed(problem);
  // Connections can outlive the certificate they began with.
  if (nowMs > endsAtMs) return failed('certificate has expired');
  if (commonName === '') return undefined;
  if (userIds.length > 1) return refused(`expected 1 UID, but found multiple: [${userIds.join(' ')}]`);
  const [uid] = userIds;
  if (uid === '') return refused('UID cannot be an empty string');
  return {
    type: 'user',
    user: {
      name: commonName,
      ...(uid !== undefined && { uid }),
      groups: organizations,
      ...(fingerprint !== undefined && { extra: { [extraKeys.credentialId]: [`X509SHA256=${fingerprint}`] } }),
    },
  };
}
