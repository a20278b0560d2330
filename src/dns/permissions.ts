import type { PolicyRule } from '../kinds/rbac/cluster-role.ts';

/** What the server reads: in all namespaces. More than the role `system:kube-dns` allows, as for CoreDNS. */
export const dnsRules: readonly PolicyRule[] = [
  { verbs: ['list', 'watch'], apiGroups: [''], resources: ['namespaces', 'services'] },
  { verbs: ['list', 'watch'], apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'] },
];

/** What `clusterDnsService` needs in the namespace `kube-system`. */
export const clusterDnsServiceRules: readonly PolicyRule[] = [
  { verbs: ['create', 'get', 'update'], apiGroups: [''], resources: ['services'] },
  { verbs: ['create', 'delete', 'get', 'list', 'update'], apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'] },
];

/** What it needs for the whole cluster. */
export const clusterDnsServiceClusterRules: readonly PolicyRule[] = [{ verbs: ['list', 'watch'], apiGroups: [''], resources: ['nodes'] }];
