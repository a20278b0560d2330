import { readFile, writeFile } from 'node:fs/promises';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { podHostname } from '../sandbox/hostname.ts';

export interface HostsFileOptions {
  readonly path: string;
  readonly podIps: readonly string[];
  readonly clusterDomain: string;
}

/** The file that becomes the /etc/hosts of all containers of a pod; on the node's network, the node's own with additions. */
export async function writeHostsFile(pod: Pod, { path, podIps, clusterDomain }: HostsFileOptions): Promise<void> {
  const content = pod.spec.hostNetwork ? await readFile('/etc/hosts', 'utf8') : undefined;
  await writeFile(path, hostsFile(pod, { podIps, clusterDomain, nodeFile: content }), { mode: 0o644 });
}

export function hostsFile(
  pod: Pod,
  { podIps, clusterDomain, nodeFile }: Omit<HostsFileOptions, 'path'> & { readonly nodeFile?: string | undefined },
): string {
  const aliases = (pod.spec.hostAliases ?? []).map(({ ip, hostnames = [] }) => `${ip}\t${hostnames.join('\t')}\n`);
  const added = aliases.length > 0 ? `\n# Entries added by HostAliases.\n${aliases.join('')}` : '';
  if (nodeFile !== undefined) return `# Kubernetes-managed hosts file (host network).\n${nodeFile}${added}`;
  const { hostname, domain } = podHostname(pod, { clusterDomain });
  const names = domain ? `${hostname}.${domain}\t${hostname}` : hostname;
  return [
    '# Kubernetes-managed hosts file.\n',
    '127.0.0.1\tlocalhost\n',
    '::1\tlocalhost ip6-localhost ip6-loopback\n',
    'fe00::0\tip6-localnet\n',
    'fe00::0\tip6-mcastprefix\n',
    'fe00::1\tip6-allnodes\n',
    'fe00::2\tip6-allrouters\n',
    ...podIps.map((ip) => `${ip}\t${names}\n`),
    added,
  ].join('');
}
