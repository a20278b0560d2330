import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Client } from '../client/client.ts';
import type { Informers } from '../client/informer.ts';
import { defaultFeatureGates, type FeatureGates } from '../model/features/feature-gates.ts';
import type { Component } from '../runtime/component.ts';
import type { ObserveQueue } from '../runtime/queue-observer.ts';
import { attachDetachController } from './attach-detach/controller.ts';
import { bootstrapSignerController } from './bootstrap-tokens/signer.ts';
import { tokenCleanerController } from './bootstrap-tokens/cleaner.ts';
import { certificateApprovingController } from './certificates/approve.ts';
import { certificateCleanerController } from './certificates/clean.ts';
import { podCertificateCleanerController } from './certificates/clean-pod-requests.ts';
import { trustBundlePublisher } from './trust-bundle-publisher/controller.ts';
import { validatingPolicyStatusController } from './validating-policy-status/controller.ts';
import { certificateSigningController } from './certificates/sign.ts';
import { isWanted, reconciling, type ControllerEntry, type ControllerSettings } from './controller-entry.ts';
import { clusterRoleAggregationController } from './cluster-role-aggregation/controller.ts';
import { cronJobController } from './cron-job/controller.ts';
import { daemonSetController } from './daemon-set/controller.ts';
import { deploymentController } from './deployment/controller.ts';
import { deviceTaintEvictionController } from './device-taint-eviction/controller.ts';
import { RuleRecords } from './device-taint-eviction/rule-records.ts';
import { ruleStatusController } from './device-taint-eviction/rule-status.ts';
import { ephemeralVolumeController } from './ephemeral-volume/controller.ts';
import { nodeTtlController } from './node-ttl/controller.ts';
import { attributesClassProtectionController } from './protection/attributes-class.ts';
import { claimProtectionController } from './protection/claim.ts';
import { ttlAfterFinishedController } from './ttl-after-finished/controller.ts';
import { podGroupProtectionController } from './protection/pod-group.ts';
import { volumeProtectionController } from './protection/volume.ts';
import { disruptionController } from './disruption/controller.ts';
import { staleDisruptionController } from './disruption/stale-conditions.ts';
import { endpointSliceMirroringController } from './endpoint-slice-mirroring/controller.ts';
import { endpointSliceController } from './endpoint-slice/controller.ts';
import { endpointsController } from './endpoints/controller.ts';
import { garbageCollector } from './garbage-collector/component.ts';
import { horizontalPodAutoscalerController } from './horizontal-pod-autoscaler/controller.ts';
import { jobController } from './job/controller.ts';
import { leftPodsController } from './job/left-pods.ts';
import { legacyTokenCleaner } from './legacy-token-cleaner/controller.ts';
import { namespaceController } from './namespace/controller.ts';
import { nodeIpamController } from './node-ipam/controller.ts';
import { nodeLifecycle } from './node-lifecycle/component.ts';
import { claimBinder } from './persistent-volume/claim-controller.ts';
import { volumeBinder } from './persistent-volume/volume-controller.ts';
import { podGarbageCollector } from './pod-garbage-collector/controller.ts';
import { replicaSetController } from './replica-set/controller.ts';
import { replicationControllerController } from './replication-controller/controller.ts';
import { groupClaimsController } from './resource-claim/make-for-groups.ts';
import { podClaimsController } from './resource-claim/make.ts';
import { claimReleaseController } from './resource-claim/release.ts';
import { resourcePoolStatusController } from './resource-pool-status/controller.ts';
import { resourceQuotaController } from './resource-quota/controller.ts';
import { rootCaPublisher } from './root-ca-publisher/controller.ts';
import { selinuxWarningController } from './selinux-warning/controller.ts';
import { serviceAccountTokenController } from './service-account-token/controller.ts';
import { serviceAccountController } from './service-account/controller.ts';
import { serviceCidrsController } from './service-cidrs/controller.ts';
import { statefulSetController } from './stateful-set/controller.ts';
import { storageVersionGarbageCollector } from './storage-version-garbage-collector/controller.ts';
import { storageVersionMigrator } from './storage-version-migrator/controller.ts';
import { taintEvictionController } from './taint-eviction/controller.ts';
import { volumeExpansionController } from './volume-expansion/controller.ts';

export interface ControllersOptions {
  /** Acts as the service account of that name in `kube-system`, whose role upstream calls `system:controller:<name>`, or as the manager. */
  readonly clientFor: (serviceAccount: string | undefined) => Client;
  /** Shared by all; read as the controller manager itself. */
  readonly informers: Informers;
  readonly clock: Clock;
  readonly log: Log;
  readonly observeQueue?: ObserveQueue | undefined;
  /** Is told that a controller runs; what it returns is disposed of when it has stopped. */
  readonly observeController?: ((name: string) => Disposable) | undefined;
  readonly settings: ControllerSettings;
  /** Those of upstream, unless given. */
  readonly gates?: FeatureGates | undefined;
  /** Which of them there are, as `--controllers` says it; all that are not optional, unless given. */
  readonly controllers?: readonly string[] | undefined;
}

/** Every controller, in the order in which they are started. */
export const controllers: readonly ControllerEntry[] = [
  {
    name: 'namespace-controller',
    serviceAccount: 'namespace-controller',
    create: reconciling(({ namespaceSettleMs }) => namespaceController({ settleMs: namespaceSettleMs })),
  },
  { name: 'serviceaccount-controller', serviceAccount: 'service-account-controller', create: reconciling(() => serviceAccountController) },
  {
    name: 'serviceaccount-token-controller',
    eventSource: 'tokens-controller',
    create: reconciling(({ signAccountToken: sign, rootCaPem }) => sign && serviceAccountTokenController({ sign, caPem: rootCaPem })),
  },
  {
    name: 'legacy-serviceaccount-token-cleaner-controller',
    serviceAccount: 'legacy-service-account-token-cleaner',
    create: reconciling(({ legacyTokenCleanUpMs: cleanUpMs }) => legacyTokenCleaner({ cleanUpMs })),
  },
  { name: 'bootstrap-signer-controller', serviceAccount: 'bootstrap-signer', create: reconciling(() => bootstrapSignerController) },
  { name: 'token-cleaner-controller', serviceAccount: 'token-cleaner', create: reconciling(() => tokenCleanerController) },
  {
    name: 'root-ca-certificate-publisher-controller',
    serviceAccount: 'root-ca-cert-publisher',
    create: reconciling(({ rootCaPem }) => (rootCaPem === undefined ? undefined : rootCaPublisher({ caPem: rootCaPem }))),
  },
  {
    name: 'certificatesigningrequest-approving-controller',
    serviceAccount: 'certificate-controller',
    create: reconciling(() => certificateApprovingController),
  },
  {
    name: 'certificatesigningrequest-signing-controller',
    serviceAccount: 'certificate-controller',
    create: reconciling(({ signCertificate: sign, certificateLifeMs: lifeMs }) => sign && certificateSigningController({ sign, lifeMs })),
  },
  {
    name: 'certificatesigningrequest-cleaner-controller',
    serviceAccount: 'certificate-controller',
    create: reconciling(() => certificateCleanerController),
  },
  {
    name: 'podcertificaterequest-cleaner-controller',
    serviceAccount: 'podcertificaterequestcleaner',
    feature: 'PodCertificateRequest',
    create: reconciling(() => podCertificateCleanerController),
  },
  {
    name: 'kube-apiserver-serving-clustertrustbundle-publisher-controller',
    serviceAccount: 'kube-apiserver-serving-clustertrustbundle-publisher',
    feature: 'ClusterTrustBundle',
    create: reconciling(({ rootCaPem }) => (rootCaPem === undefined ? undefined : trustBundlePublisher({ caPem: rootCaPem }))),
  },
  {
    name: 'validatingadmissionpolicy-status-controller',
    serviceAccount: 'validatingadmissionpolicy-status-controller',
    create: reconciling(() => validatingPolicyStatusController),
  },
  { name: 'ttl-controller', serviceAccount: 'ttl-controller', create: reconciling(nodeTtlController) },
  {
    name: 'persistentvolume-binder-controller',
    serviceAccount: 'persistent-volume-binder',
    eventSource: 'persistentvolume-controller',
    create: reconciling(() => [claimBinder(), volumeBinder()]),
  },
  {
    name: 'persistentvolume-attach-detach-controller',
    serviceAccount: 'attachdetach-controller',
    create: reconciling(attachDetachController),
  },
  {
    name: 'persistentvolume-expander-controller',
    serviceAccount: 'expand-controller',
    eventSource: 'volume_expand',
    create: reconciling(() => volumeExpansionController),
  },
  {
    name: 'ephemeral-volume-controller',
    serviceAccount: 'ephemeral-volume-controller',
    eventSource: 'ephemeral_volume',
    create: reconciling(() => ephemeralVolumeController),
  },
  {
    name: 'persistentvolumeclaim-protection-controller',
    serviceAccount: 'pvc-protection-controller',
    create: reconciling(() => claimProtectionController),
  },
  {
    name: 'persistentvolume-protection-controller',
    serviceAccount: 'pv-protection-controller',
    create: reconciling(() => volumeProtectionController),
  },
  {
    name: 'volumeattributesclass-protection-controller',
    serviceAccount: 'volumeattributesclass-protection-controller',
    create: reconciling(() => attributesClassProtectionController),
  },
  {
    name: 'podgroup-protection-controller',
    serviceAccount: 'podgroup-protection-controller',
    feature: 'GenericWorkload',
    create: reconciling(() => podGroupProtectionController),
  },
  { name: 'resourcequota-controller', serviceAccount: 'resourcequota-controller', create: reconciling(resourceQuotaController) },
  {
    name: 'clusterrole-aggregation-controller',
    serviceAccount: 'clusterrole-aggregation-controller',
    create: reconciling(() => clusterRoleAggregationController),
  },
  {
    name: 'garbage-collector-controller',
    serviceAccount: 'generic-garbage-collector',
    eventSource: 'garbage-collector-controller',
    create: (options) => [garbageCollector(options)],
  },
  {
    name: 'node-ipam-controller',
    serviceAccount: 'node-controller',
    eventSource: 'cidrAllocator',
    create: reconciling(({ clusterCidr, nodePrefixLengths, serviceCidr }) =>
      clusterCidr === undefined ? undefined : nodeIpamController({ clusterCidr, nodePrefixLengths, serviceCidr }),
    ),
  },
  { name: 'node-lifecycle-controller', serviceAccount: 'node-controller', create: (options) => [nodeLifecycle(options)] },
  {
    name: 'taint-eviction-controller',
    serviceAccount: 'node-controller',
    eventSource: 'taint-eviction-controller',
    create: reconciling(taintEvictionController),
  },
  {
    name: 'device-taint-eviction-controller',
    serviceAccount: 'device-taint-eviction-controller',
    feature: 'DRADeviceTaints',
    create: reconciling(({ gates }) => {
      const features = { withRules: gates.isOn('DRADeviceTaintRules'), withGroups: gates.isOn('DRAWorkloadResourceClaims') };
      const records = new RuleRecords();
      const forRules = features.withRules ? [ruleStatusController(features, records)] : [];
      return [deviceTaintEvictionController(features, records), ...forRules];
    }),
  },
  {
    name: 'pod-garbage-collector-controller',
    serviceAccount: 'pod-garbage-collector',
    create: reconciling(({ terminatedPodThreshold }) => podGarbageCollector({ terminatedPodThreshold })),
  },
  {
    name: 'service-cidr-controller',
    serviceAccount: 'service-cidrs-controller',
    eventSource: 'service-cidr-controller',
    create: reconciling(() => serviceCidrsController),
  },
  {
    name: 'resourceclaim-controller',
    serviceAccount: 'resource-claim-controller',
    eventSource: 'resource_claim',
    create: reconciling(({ gates }) => {
      const withGroups = gates.isOn('DRAWorkloadResourceClaims');
      const forGroups = withGroups ? [groupClaimsController] : [];
      return [podClaimsController({ withGroups }), claimReleaseController({ withGroups }), ...forGroups];
    }),
  },
  {
    name: 'resourcepoolstatusrequest-controller',
    serviceAccount: 'resourcepoolstatusrequest-controller',
    feature: 'DRAResourcePoolStatus',
    create: reconciling(() => resourcePoolStatusController),
  },
  {
    name: 'storageversion-garbage-collector-controller',
    serviceAccount: 'storage-version-garbage-collector',
    feature: 'StorageVersionAPI',
    create: reconciling(() => storageVersionGarbageCollector),
  },
  {
    name: 'storage-version-migrator-controller',
    serviceAccount: 'storage-version-migrator-controller',
    feature: 'StorageVersionMigrator',
    create: reconciling(() => storageVersionMigrator),
  },
  {
    name: 'selinux-warning-controller',
    serviceAccount: 'selinux-warning-controller',
    eventSource: 'selinux_warning',
    feature: 'SELinuxChangePolicy',
    isOptional: true,
    create: reconciling(selinuxWarningController),
  },
  { name: 'endpoints-controller', serviceAccount: 'endpoint-controller', create: reconciling(endpointsController) },
  {
    name: 'endpointslice-controller',
    serviceAccount: 'endpointslice-controller',
    eventSource: 'endpoint-slice-controller',
    create: reconciling(endpointSliceController),
  },
  {
    name: 'endpointslice-mirroring-controller',
    serviceAccount: 'endpointslicemirroring-controller',
    eventSource: 'endpoint-slice-mirroring-controller',
    create: reconciling(() => endpointSliceMirroringController),
  },
  {
    name: 'replicationcontroller-controller',
    serviceAccount: 'replication-controller',
    create: reconciling(() => replicationControllerController),
  },
  { name: 'replicaset-controller', serviceAccount: 'replicaset-controller', create: reconciling(() => replicaSetController) },
  {
    name: 'horizontal-pod-autoscaler-controller',
    serviceAccount: 'horizontal-pod-autoscaler',
    create: reconciling(horizontalPodAutoscalerController),
  },
  {
    name: 'disruption-controller',
    serviceAccount: 'disruption-controller',
    eventSource: 'controllermanager',
    create: reconciling(() => [disruptionController(), staleDisruptionController]),
  },
  { name: 'cronjob-controller', serviceAccount: 'cronjob-controller', create: reconciling(cronJobController) },
  {
    name: 'ttl-after-finished-controller',
    serviceAccount: 'ttl-after-finished-controller',
    create: reconciling(() => ttlAfterFinishedController),
  },
  { name: 'job-controller', serviceAccount: 'job-controller', create: reconciling(() => [jobController(), leftPodsController]) },
  {
    name: 'daemonset-controller',
    serviceAccount: 'daemon-set-controller',
    eventSource: 'daemonset-controller',
    create: reconciling(() => daemonSetController()),
  },
  { name: 'statefulset-controller', serviceAccount: 'statefulset-controller', create: reconciling(() => statefulSetController()) },
  { name: 'deployment-controller', serviceAccount: 'deployment-controller', create: reconciling(() => deploymentController) },
];

export function controllerComponents({
  settings,
  clientFor,
  gates = defaultFeatureGates,
  controllers: list = ['*'],
  observeController,
  ...options
}: ControllersOptions): readonly Component[] {
  const wanted = controllers.filter((entry) => (entry.feature === undefined || gates.isOn(entry.feature)) && isWanted(entry, list));
  return wanted.flatMap(({ serviceAccount, name, eventSource = serviceAccount ?? name, create }) => {
    const created = [create({ ...options, client: clientFor(serviceAccount), eventSource }, { ...settings, gates }) ?? []].flat();
    return observeController ? created.map((component) => observed(component, () => observeController(name))) : created;
  });
}

const observed = (component: Component, observe: () => Disposable): Component => ({
  name: component.name,
  async run(signal) {
    using _running = observe();
    await component.run(signal);
  },
  ready: async (signal) => component.ready?.(signal),
});
