import { checkDnsSubdomain } from '../../model/names.ts';

/** A bundle of a signer bears its name: `example.com:signer:name`. */
export function checkTrustBundleName(name: string, signerName: string, { isPrefix }: { isPrefix: boolean }): readonly string[] {
  if (!signerName) {
    if (name.includes(':')) return ['ClusterTrustBundle without signer name must not have ":" in its name'];
    return checkDnsSubdomain(name, { isPrefix });
  }
  const prefix = `${signerName.replaceAll('/', ':')}:`;
  if (!name.startsWith(prefix)) return [`ClusterTrustBundle for signerName ${signerName} must be named with prefix ${prefix}`];
  return checkDnsSubdomain(name.slice(prefix.length), { isPrefix });
}

/** The signer that a bundle of this name belongs to, if any. */
export const signerOfTrustBundle = (name: string): string => name.slice(0, Math.max(0, name.lastIndexOf(':'))).replaceAll(':', '/');
