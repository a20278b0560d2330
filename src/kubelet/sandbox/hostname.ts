import type { Pod } from '../../kinds/core/pod/index.ts';

export interface PodHostname {
  readonly hostname: string;
  /** Empty unless the pod has a subdomain. */
  readonly domain: string;
}

/** What a pod is called inside of it (KEP-4762 for the override). */
export function podHostname({ metadata, spec }: Pod, { clusterDomain }: { readonly clusterDomain: string }): PodHostname {
  if (spec.hostnameOverride !== undefined) return { hostname: shortened(spec.hostnameOverride), domain: '' };
  const domain = spec.subdomain ? `${spec.subdomain}.${metadata.namespace ?? ''}.svc.${clusterDomain}` : '';
  return { hostname: shortened(spec.hostname || metadata.name), domain };
}

/** What the kernel of the pod says its name is. Throws when that would be too long. */
export function kernelHostname({ spec }: Pod, { hostname, domain }: PodHostname): string {
  if (!domain || !spec.setHostnameAsFQDN) return hostname;
  const name = `${hostname}.${domain}`;
  if (name.length <= 64) return name;
  throw new Error(
    `failed to construct FQDN from pod hostname and cluster domain, FQDN ${name} is too long (64 characters is the max, ${name.length} characters requested)`,
  );
}

const shortened = (hostname: string): string => hostname.slice(0, 63).replace(/[-.]+$/, '');
