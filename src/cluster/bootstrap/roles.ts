import { roleBinding, serviceAccount, user, type BootstrapBinding } from './binding.ts';
import { can, role, type BootstrapRole } from './role.ts';

/** Roles within the namespaces of the system. */
export const roles: readonly BootstrapRole[] = [
  role('kube-public', 'system:controller:bootstrap-signer', [
    can(['get', 'list', 'watch'], [''], ['configmaps']),
    can(['update'], [''], ['configmaps'], { names: ['cluster-info'] }),
    can(['create', 'patch', 'update'], ['', 'events.k8s.io'], ['events']),
  ]),
  role('kube-system', 'extension-apiserver-authentication-reader', [
    can(['get', 'list', 'watch'], [''], ['configmaps'], { names: ['extension-apiserver-authentication'] }),
  ]),
  role('kube-system', 'system::leader-locking-kube-controller-manager', [
    can(['create', 'get', 'list', 'update', 'watch'], ['coordination.k8s.io'], ['leases']),
    can(['create', 'get', 'list', 'update', 'watch'], ['coordination.k8s.io'], ['leasecandidates']),
  ]),
  role('kube-system', 'system::leader-locking-kube-scheduler', [
    can(['create', 'get', 'list', 'update', 'watch'], ['coordination.k8s.io'], ['leases']),
    can(['create', 'get', 'list', 'update', 'watch'], ['coordination.k8s.io'], ['leasecandidates']),
  ]),
  role('kube-system', 'system:controller:bootstrap-signer', [can(['get', 'list', 'watch'], [''], ['secrets'])]),
  role('kube-system', 'system:controller:cloud-provider', [can(['create', 'get', 'list', 'watch'], [''], ['configmaps'])]),
  role('kube-system', 'system:controller:token-cleaner', [
    can(['delete', 'get', 'list', 'watch'], [''], ['secrets']),
    can(['create', 'patch', 'update'], ['', 'events.k8s.io'], ['events']),
  ]),
];

export const roleBindings: readonly BootstrapBinding[] = [
  roleBinding('kube-public', 'system:controller:bootstrap-signer', [serviceAccount('kube-system', 'bootstrap-signer')]),
  roleBinding(
    'kube-system',
    'system::extension-apiserver-authentication-reader',
    [user('system:kube-controller-manager'), user('system:kube-scheduler')],
    { role: 'extension-apiserver-authentication-reader' },
  ),
  roleBinding('kube-system', 'system::leader-locking-kube-controller-manager', [
    user('system:kube-controller-manager'),
    serviceAccount('kube-system', 'kube-controller-manager'),
    serviceAccount('kube-system', 'leader-election-controller'),
  ]),
  roleBinding('kube-system', 'system::leader-locking-kube-scheduler', [
    user('system:kube-scheduler'),
    serviceAccount('kube-system', 'kube-scheduler'),
  ]),
  roleBinding('kube-system', 'system:controller:bootstrap-signer', [serviceAccount('kube-system', 'bootstrap-signer')]),
  roleBinding('kube-system', 'system:controller:cloud-provider', [serviceAccount('kube-system', 'cloud-provider')]),
  roleBinding('kube-system', 'system:controller:token-cleaner', [serviceAccount('kube-system', 'token-cleaner')]),
];
