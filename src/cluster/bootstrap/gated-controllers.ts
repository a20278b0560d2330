import type { PolicyRule } from '../../kinds/rbac/cluster-role.ts';
import type { Feature } from '../../model/features/known-features.ts';
import { clusterRoleBinding, serviceAccount, type BootstrapBinding } from './binding.ts';
import { can, clusterRole, type BootstrapClusterRole } from './role.ts';

/** What a controller may do that there is only with a feature. */
export interface GatedController {
  readonly feature: Feature;
  readonly role: BootstrapClusterRole;
  readonly binding: BootstrapBinding;
}

/** What the role of a controller that there is anyway holds besides. */
export const gatedRules: readonly { readonly feature: Feature; readonly role: string; readonly rules: readonly PolicyRule[] }[] = [
  {
    feature: 'DRADeviceTaintRules',
    role: 'system:controller:device-taint-eviction-controller',
    rules: [
      can(['patch', 'update'], ['resource.k8s.io'], ['devicetaintrules/status']),
      can(['get', 'list', 'watch'], ['resource.k8s.io'], ['devicetaintrules']),
    ],
  },
  {
    feature: 'DRAWorkloadResourceClaims',
    role: 'system:controller:resource-claim-controller',
    rules: [
      can(['get', 'list', 'watch'], ['scheduling.k8s.io'], ['podgroups']),
      can(['patch', 'update'], ['scheduling.k8s.io'], ['podgroups/status']),
    ],
  },
];

const gated = (feature: Feature, account: string, rules: BootstrapClusterRole['rules']): GatedController => ({
  feature,
  role: clusterRole(`system:controller:${account}`, rules ?? []),
  binding: clusterRoleBinding(`system:controller:${account}`, [serviceAccount('kube-system', account)]),
});

export const gatedControllers: readonly GatedController[] = [
  gated('GenericWorkload', 'podgroup-protection-controller', [
    can(['get', 'list', 'update', 'watch'], ['scheduling.k8s.io'], ['podgroups']),
    can(['get', 'list', 'watch'], [''], ['pods']),
  ]),
  gated('PodCertificateRequest', 'podcertificaterequestcleaner', [
    can(['delete', 'get', 'list', 'watch'], ['certificates.k8s.io'], ['podcertificaterequests']),
  ]),
  gated('ClusterTrustBundle', 'kube-apiserver-serving-clustertrustbundle-publisher', [
    can(['attest'], ['certificates.k8s.io'], ['signers'], { names: ['kubernetes.io/kube-apiserver-serving'] }),
    can(['create', 'delete', 'list', 'update', 'watch'], ['certificates.k8s.io'], ['clustertrustbundles']),
    can(['create', 'patch', 'update'], ['', 'events.k8s.io'], ['events']),
  ]),
  gated('DRAResourcePoolStatus', 'resourcepoolstatusrequest-controller', [
    can(['delete', 'get', 'list', 'watch'], ['resource.k8s.io'], ['resourcepoolstatusrequests']),
    can(['patch', 'update'], ['resource.k8s.io'], ['resourcepoolstatusrequests/status']),
    can(['get', 'list', 'watch'], ['resource.k8s.io'], ['resourceslices']),
    can(['get', 'list', 'watch'], ['resource.k8s.io'], ['resourceclaims']),
    can(['create', 'patch', 'update'], ['', 'events.k8s.io'], ['events']),
  ]),
  gated('StorageVersionAPI', 'storage-version-garbage-collector', [
    can(['get', 'list', 'watch'], ['coordination.k8s.io'], ['leases']),
    can(['delete', 'get', 'list', 'patch', 'update', 'watch'], ['internal.apiserver.k8s.io'], ['storageversions']),
    can(['get', 'patch', 'update'], ['internal.apiserver.k8s.io'], ['storageversions/status']),
  ]),
  gated('StorageVersionMigrator', 'storage-version-migrator-controller', [
    can(['create', 'list', 'patch'], ['*'], ['*']),
    can(['get'], ['apiextensions.k8s.io'], ['customresourcedefinitions']),
    can(['patch'], ['apiextensions.k8s.io'], ['customresourcedefinitions/status']),
    can(['update'], ['storagemigration.k8s.io'], ['storageversionmigrations/status']),
  ]),
];
