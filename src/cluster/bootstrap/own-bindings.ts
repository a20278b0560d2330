import { clusterRoleBinding, user, type BootstrapBinding } from './binding.ts';

/** What upstream leaves to those who install a cluster. */
export const ownBindings: readonly BootstrapBinding[] = [
  // The API server fetches logs and the like from kubelets.
  clusterRoleBinding('kubets:kubelet-api-admin', [user('kube-apiserver-kubelet-client')], { role: 'system:kubelet-api-admin' }),
];
