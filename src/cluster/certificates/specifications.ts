import type { CertificateSpecification } from './certificate.ts';

/** The certificates a control plane has, under the file names kubeadm uses where it has the same one. */
export type CertificateName =
  | 'apiserver'
  | 'apiserver-kubelet-client'
  | 'admin'
  | 'controller-manager'
  | 'scheduler'
  | 'kube-proxy'
  | 'kube-dns'
  | 'front-proxy-client';

export const certificateNames: readonly CertificateName[] = [
  'apiserver',
  'apiserver-kubelet-client',
  'admin',
  'controller-manager',
  'scheduler',
  'kube-proxy',
  'kube-dns',
  'front-proxy-client',
];

/** Authorities and what they vouch for: the cluster's own, and the one of requests passed on by an API server. */
export type AuthorityName = 'ca' | 'front-proxy-ca';

export const authorityCommonNames: Record<AuthorityName, string> = { ca: 'kubernetes', 'front-proxy-ca': 'front-proxy-ca' };

export const authorityOf = (name: CertificateName): AuthorityName => (name === 'front-proxy-client' ? 'front-proxy-ca' : 'ca');

export interface ServerAddresses {
  /** The first address of the service range of each family: where `kubernetes.default` is reached from pods. */
  readonly serviceAddresses: readonly string[];
  /** Default `cluster.local`. */
  readonly clusterDomain?: string | undefined;
  /** Further names and addresses the API server is reached by. */
  readonly extraHosts?: readonly string[] | undefined;
}

export function specificationOf(name: CertificateName, addresses: ServerAddresses): CertificateSpecification {
  const client = (commonName: string, ...organizations: string[]): CertificateSpecification => ({
    commonName,
    organizations,
    usages: ['client'],
  });
  switch (name) {
    case 'apiserver':
      return { commonName: 'kube-apiserver', usages: ['server'], hosts: serverHosts(addresses) };
    case 'apiserver-kubelet-client':
      return client('kube-apiserver-kubelet-client');
    case 'admin':
      return client('kubernetes-admin', 'system:masters');
    case 'controller-manager':
      return client('system:kube-controller-manager');
    case 'scheduler':
      return client('system:kube-scheduler');
    case 'kube-proxy':
      return client('system:kube-proxy');
    case 'kube-dns':
      return client('system:serviceaccount:kube-system:kube-dns');
    case 'front-proxy-client':
      return client('front-proxy-client');
    default:
      return name satisfies never;
  }
}

/** What a kubelet shows to the API server: the identity the node authorizer knows. */
export const kubeletClientSpecification = (nodeName: string): CertificateSpecification => ({
  commonName: `system:node:${nodeName}`,
  organizations: ['system:nodes'],
  usages: ['client'],
});

/** What a kubelet shows to those who ask it for logs and the like. */
export const kubeletServingSpecification = (nodeName: string, hosts: readonly string[]): CertificateSpecification => ({
  commonName: `system:node:${nodeName}`,
  organizations: ['system:nodes'],
  usages: ['server'],
  hosts: [...new Set([nodeName, ...hosts])],
});

function serverHosts({ serviceAddresses, clusterDomain = 'cluster.local', extraHosts = [] }: ServerAddresses): string[] {
  return [
    ...new Set([
      'kubernetes',
      'kubernetes.default',
      'kubernetes.default.svc',
      `kubernetes.default.svc.${clusterDomain}`,
      'localhost',
      '127.0.0.1',
      '::1',
      ...serviceAddresses,
      ...extraHosts,
    ]),
  ];
}
