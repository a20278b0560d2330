import { clusterDnsServiceClusterRules, clusterDnsServiceRules, dnsRules } from '../../dns/permissions.ts';
import { clusterRoleBinding, roleBinding, serviceAccount, user, type BootstrapBinding } from './binding.ts';
import { can, clusterRole, role, type BootstrapClusterRole, type BootstrapRole } from './role.ts';

/** The account of the controller that keeps the service of the cluster DNS. */
export const dnsServiceAccount = 'kubets-dns-service';

/** The account that stands in for the kubelets of fake nodes. */
export const fakeNodesAccount = 'kubets-fake-nodes';

const dnsServer = serviceAccount('kube-system', 'kube-dns');
const dnsService = serviceAccount('kube-system', dnsServiceAccount);

/** What upstream leaves to those who install a cluster: the rights of its DNS, and the API server's towards kubelets. */
export const ownClusterRoles: readonly BootstrapClusterRole[] = [
  clusterRole('kubets:cluster-dns', dnsRules),
  clusterRole('kubets:cluster-dns-service', clusterDnsServiceClusterRules),
  clusterRole('kubets:fake-nodes', [
    can(['create', 'get', 'list', 'watch'], [''], ['nodes']),
    can(['delete', 'get', 'list', 'watch'], [''], ['pods']),
    can(['patch'], [''], ['pods/status']),
    can(['create', 'patch'], ['coordination.k8s.io'], ['leases']),
  ]),
];

export const ownClusterRoleBindings: readonly BootstrapBinding[] = [
  clusterRoleBinding('kubets:kubelet-api-admin', [user('kube-apiserver-kubelet-client')], { role: 'system:kubelet-api-admin' }),
  clusterRoleBinding('kubets:cluster-dns', [dnsServer]),
  clusterRoleBinding('kubets:cluster-dns-service', [dnsService]),
  clusterRoleBinding('kubets:fake-nodes', [serviceAccount('kube-system', fakeNodesAccount)]),
];

export const ownRoles: readonly BootstrapRole[] = [role('kube-system', 'kubets:cluster-dns-service', clusterDnsServiceRules)];

export const ownRoleBindings: readonly BootstrapBinding[] = [roleBinding('kube-system', 'kubets:cluster-dns-service', [dnsService])];
