import type { Pod } from '../../kinds/core/pod/index.ts';
import type { DnsConfig } from '../runtime/sandbox.ts';

export interface Resolver {
  readonly servers: readonly string[];
  readonly searches: readonly string[];
  readonly options: readonly string[];
}

export interface DnsSettings {
  /** Addresses of the cluster's DNS service. */
  readonly clusterServers: readonly string[];
  readonly clusterDomain: string;
  /** How the node itself resolves names. */
  readonly node: Resolver;
}

export interface PodDns {
  readonly config: DnsConfig;
  /** Limits that made something be left out, told to the pod's users. */
  readonly warnings: readonly { readonly reason: string; readonly message: string }[];
}

// Of the resolver in libc, and as upstream allows.
const maxServers = 3;
const maxSearches = 32;
const maxSearchCharacters = 2048;

export function podDns(pod: Pod, settings: DnsSettings): PodDns {
  const { clusterServers, node } = settings;
  const warnings: { reason: string; message: string }[] = [];
  const fromCluster = usesCluster(pod);
  if (fromCluster && clusterServers.length === 0) {
    const { name, namespace = '', uid } = pod.metadata;
    const message = `pod: "${name}_${namespace}(${uid})". kubelet does not have ClusterDNS IP configured and cannot create Pod using "ClusterFirst" policy. Falling back to "Default" policy.`;
    warnings.push({ reason: 'MissingClusterDNS', message });
  }
  const base: Resolver =
    pod.spec.dnsPolicy === 'None'
      ? { servers: [], searches: [], options: [] }
      : fromCluster && clusterServers.length > 0
        ? clusterResolver(pod, settings)
        : node;
  const own = pod.spec.dnsConfig;
  const servers = unique([...base.servers, ...(own?.nameservers ?? [])]);
  const searches = unique([...base.searches, ...(own?.searches ?? [])]);
  const options = mergedOptions(base.options, own?.options ?? []);

  const keptServers = servers.slice(0, maxServers);
  if (keptServers.length < servers.length) {
    const message = `Nameserver limits were exceeded, some nameservers have been omitted, the applied nameserver line is: ${keptServers.join(' ')}`;
    warnings.push({ reason: 'DNSConfigForming', message });
  }
  const keptSearches = fittingSearches(searches);
  if (keptSearches.length < searches.length) {
    const message = `Search Line limits were exceeded, some search paths have been omitted, the applied search line is: ${keptSearches.join(' ')}`;
    warnings.push({ reason: 'DNSConfigForming', message });
  }
  return { config: { servers: keptServers, searches: keptSearches, options }, warnings };
}

function usesCluster({ spec }: Pod): boolean {
  const policy = spec.dnsPolicy ?? 'ClusterFirst';
  return policy === 'ClusterFirstWithHostNet' || (policy === 'ClusterFirst' && !spec.hostNetwork);
}

function clusterResolver({ metadata: { namespace = '' } }: Pod, { clusterServers, clusterDomain, node }: DnsSettings): Resolver {
  const searches = clusterDomain ? [`${namespace}.svc.${clusterDomain}`, `svc.${clusterDomain}`, clusterDomain] : [];
  return { servers: clusterServers, searches: unique([...searches, ...node.searches]), options: ['ndots:5'] };
}

function mergedOptions(base: readonly string[], own: readonly { readonly name?: string; readonly value?: string }[]): readonly string[] {
  const options = new Map(base.map((option) => [option.split(':')[0] ?? '', option]));
  for (const { name = '', value } of own) options.set(name, value ? `${name}:${value}` : name);
  return [...options.values()];
}

function fittingSearches(searches: readonly string[]): readonly string[] {
  const kept = searches.slice(0, maxSearches).filter((search) => search.length <= 253);
  while (kept.join(' ').length > maxSearchCharacters) kept.pop();
  return kept;
}

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

/** Reads what resolv.conf(5) describes. */
export function parseResolver(text: string): Resolver {
  const servers: string[] = [];
  let searches: readonly string[] = [];
  const options = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [keyword, ...words] = line.trim().split(/\s+/);
    if (keyword === 'nameserver' && words[0]) servers.push(words[0]);
    if (keyword === 'search') searches = words.filter((word) => word !== '.').map((word) => word.replace(/\.$/, ''));
    if (keyword === 'options') for (const word of words) options.set(word.split(':')[0] ?? '', word);
  }
  return { servers, searches, options: [...options.values()] };
}
