import type { Kind } from '../model/kind.ts';
import { Binding } from './core/binding.ts';
import { ComponentStatus } from './core/component-status.ts';
import { ConfigMap } from './core/config-map.ts';
import { Endpoints } from './core/endpoints.ts';
import { Event } from './core/event.ts';
import { LimitRange } from './core/limit-range.ts';
import { Namespace } from './core/namespace.ts';
import { Node } from './core/node/index.ts';
import { PersistentVolumeClaim } from './core/persistent-volume-claim/index.ts';
import { PersistentVolume } from './core/persistent-volume/index.ts';
import { Pod } from './core/pod/index.ts';
import { PodTemplate } from './core/pod-template.ts';
import { ReplicationController } from './core/replication-controller/index.ts';
import { ResourceQuota } from './core/resource-quota.ts';
import { Secret } from './core/secret.ts';
import { ServiceAccount } from './core/service-account.ts';
import { Service } from './core/service/index.ts';
import { APIService } from './apiregistration/api-service.ts';
import { ControllerRevision } from './apps/controller-revision.ts';
import { DaemonSet } from './apps/daemon-set/index.ts';
import { Deployment } from './apps/deployment/index.ts';
import { ReplicaSet } from './apps/replica-set/index.ts';
import { StatefulSet } from './apps/stateful-set/index.ts';
import { Event as EventsEvent } from './events/event.ts';
import { SelfSubjectReview } from './authentication/self-subject-review.ts';
import { TokenReview } from './authentication/token-review.ts';
import { LocalSubjectAccessReview } from './authorization/local-subject-access-review.ts';
import { SelfSubjectAccessReview } from './authorization/self-subject-access-review.ts';
import { SelfSubjectRulesReview } from './authorization/self-subject-rules-review.ts';
import { SubjectAccessReview } from './authorization/subject-access-review.ts';
import { HorizontalPodAutoscaler } from './autoscaling/horizontal-pod-autoscaler/index.ts';
import { HorizontalPodAutoscaler as HorizontalPodAutoscalerV1 } from './autoscaling/v1/horizontal-pod-autoscaler.ts';
import { CronJob } from './batch/cron-job/index.ts';
import { Job } from './batch/job/index.ts';
import { CertificateSigningRequest } from './certificates/certificate-signing-request.ts';
import { ClusterTrustBundle, ClusterTrustBundleAlpha } from './certificates/cluster-trust-bundle.ts';
import { PodCertificateRequest } from './certificates/pod-certificate-request.ts';
import { IngressClass } from './networking/ingress-class.ts';
import { Ingress } from './networking/ingress/index.ts';
import { IPAddress } from './networking/ip-address.ts';
import { NetworkPolicy } from './networking/network-policy/index.ts';
import { ServiceCIDR } from './networking/service-cidr.ts';
import { networkingBeta } from './networking/v1beta1.ts';
import { PodDisruptionBudget } from './policy/pod-disruption-budget.ts';
import { ClusterRoleBinding } from './rbac/cluster-role-binding.ts';
import { ClusterRole } from './rbac/cluster-role.ts';
import { RoleBinding } from './rbac/role-binding.ts';
import { Role } from './rbac/role.ts';
import { CSIDriver } from './storage/csi-driver.ts';
import { CSINode } from './storage/csi-node.ts';
import { CSIStorageCapacity } from './storage/csi-storage-capacity.ts';
import { StorageClass } from './storage/storage-class.ts';
import { VolumeAttachment } from './storage/volume-attachment.ts';
import { VolumeAttributesClass } from './storage/volume-attributes-class.ts';
import { storageBeta } from './storage/v1beta1.ts';
import { MutatingAdmissionPolicy } from './admissionregistration/mutating-admission-policy.ts';
import { MutatingAdmissionPolicyBinding } from './admissionregistration/mutating-admission-policy-binding.ts';
import { MutatingWebhookConfiguration } from './admissionregistration/mutating-webhook-configuration.ts';
import { ValidatingAdmissionPolicy } from './admissionregistration/validating-admission-policy.ts';
import { ValidatingAdmissionPolicyBinding } from './admissionregistration/validating-admission-policy-binding.ts';
import { ValidatingWebhookConfiguration } from './admissionregistration/validating-webhook-configuration.ts';
import { admissionVersions } from './admissionregistration/versions.ts';
import { CustomResourceDefinition } from './apiextensions/custom-resource-definition/index.ts';
import { PriorityClass } from './scheduling/priority-class.ts';
import { PodGroup } from './scheduling/pod-group.ts';
import { Workload } from './scheduling/workload.ts';
import { Lease } from './coordination/lease.ts';
import { LeaseCandidate, LeaseCandidateAlpha } from './coordination/lease-candidate.ts';
import { RuntimeClass } from './node/runtime-class.ts';
import { EndpointSlice } from './discovery/endpoint-slice/index.ts';
import { DeviceClass } from './resource/device-class.ts';
import { ResourceClaim } from './resource/resource-claim.ts';
import { ResourceClaimTemplate } from './resource/resource-claim-template.ts';
import { ResourceSlice } from './resource/resource-slice.ts';
import { DeviceTaintRule, DeviceTaintRuleBeta } from './resource/device-taint-rule.ts';
import { ResourcePoolStatusRequest } from './resource/resource-pool-status-request.ts';
import { resourceBeta1 } from './resource/v1beta1/index.ts';
import { resourceBeta2 } from './resource/v1beta2.ts';
import { FlowSchema } from './flowcontrol/flow-schema.ts';
import { retiredWorkloads } from './apps/retired/index.ts';
import { StorageVersion } from './apiserverinternal/storage-version.ts';
import { StorageVersionMigration } from './storagemigration/storage-version-migration.ts';
import { PriorityLevelConfiguration } from './flowcontrol/priority-level-configuration.ts';

/**
 * Every built-in kind, in the order of discovery. Adding one here is what makes the API server serve it: always where its
 * version is stable, otherwise when `--runtime-config` turns it on.
 */
export const builtInKinds: readonly Kind[] = [
  Binding,
  ComponentStatus,
  ConfigMap,
  Endpoints,
  Event,
  LimitRange,
  Namespace,
  Node,
  PersistentVolumeClaim,
  PersistentVolume,
  Pod,
  PodTemplate,
  ReplicationController,
  ResourceQuota,
  Secret,
  ServiceAccount,
  Service,
  APIService,
  ControllerRevision,
  DaemonSet,
  Deployment,
  ReplicaSet,
  StatefulSet,
  EventsEvent,
  SelfSubjectReview,
  TokenReview,
  LocalSubjectAccessReview,
  SelfSubjectAccessReview,
  SelfSubjectRulesReview,
  SubjectAccessReview,
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerV1,
  CronJob,
  Job,
  CertificateSigningRequest,
  ClusterTrustBundle,
  ClusterTrustBundleAlpha,
  PodCertificateRequest,
  IngressClass,
  Ingress,
  IPAddress,
  NetworkPolicy,
  ServiceCIDR,
  ...networkingBeta,
  PodDisruptionBudget,
  ClusterRoleBinding,
  ClusterRole,
  RoleBinding,
  Role,
  CSIDriver,
  CSINode,
  CSIStorageCapacity,
  StorageClass,
  VolumeAttachment,
  VolumeAttributesClass,
  ...storageBeta,
  MutatingAdmissionPolicy,
  MutatingAdmissionPolicyBinding,
  MutatingWebhookConfiguration,
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
  ValidatingWebhookConfiguration,
  ...admissionVersions,
  CustomResourceDefinition,
  PriorityClass,
  PodGroup,
  Workload,
  Lease,
  LeaseCandidate,
  LeaseCandidateAlpha,
  RuntimeClass,
  EndpointSlice,
  DeviceClass,
  ResourceClaim,
  ResourceClaimTemplate,
  ResourceSlice,
  ...resourceBeta1,
  ...resourceBeta2,
  DeviceTaintRule,
  DeviceTaintRuleBeta,
  ResourcePoolStatusRequest,
  FlowSchema,
  PriorityLevelConfiguration,
  StorageVersion,
  StorageVersionMigration,
  ...retiredWorkloads,
];
