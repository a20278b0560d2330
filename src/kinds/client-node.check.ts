import type {
  CoreV1Event,
  EventsV1Event,
  ResourceV1ResourceClaim,
  V1APIService,
  V1Binding,
  V1CSIDriver,
  V1CSINode,
  V1CSIStorageCapacity,
  V1CertificateSigningRequest,
  V1ClusterRole,
  V1ClusterRoleBinding,
  V1ComponentStatus,
  V1ConfigMap,
  V1ControllerRevision,
  V1CronJob,
  V1DaemonSet,
  V1Deployment,
  V1DeviceClass,
  V1EndpointSlice,
  V1Endpoints,
  V1FlowSchema,
  V1HorizontalPodAutoscaler,
  V1IPAddress,
  V1Ingress,
  V1IngressClass,
  V1Job,
  V1Lease,
  V1LimitRange,
  V1LocalSubjectAccessReview,
  V1MutatingAdmissionPolicy,
  V1MutatingAdmissionPolicyBinding,
  V1MutatingWebhookConfiguration,
  V1Namespace,
  V1NetworkPolicy,
  V1Node,
  V1PersistentVolume,
  V1PersistentVolumeClaim,
  V1Pod,
  V1PodDisruptionBudget,
  V1PodTemplate,
  V1PriorityClass,
  V1PriorityLevelConfiguration,
  V1ReplicaSet,
  V1ReplicationController,
  V1ResourceClaimTemplate,
  V1ResourceQuota,
  V1ResourceSlice,
  V1Role,
  V1RoleBinding,
  V1RuntimeClass,
  V1Secret,
  V1SelfSubjectAccessReview,
  V1SelfSubjectReview,
  V1SelfSubjectRulesReview,
  V1Service,
  V1ServiceAccount,
  V1ServiceCIDR,
  V1StatefulSet,
  V1StorageClass,
  V1SubjectAccessReview,
  V1TokenReview,
  V1ValidatingAdmissionPolicy,
  V1ValidatingAdmissionPolicyBinding,
  V1ValidatingWebhookConfiguration,
  V1VolumeAttachment,
  V1VolumeAttributesClass,
  V2HorizontalPodAutoscaler,
  AuthenticationV1TokenRequest,
  V1CustomResourceDefinition,
  V1Eviction,
  V1Scale,
  V1alpha1StorageVersion,
  V1alpha2PodGroup,
  V1alpha2Workload,
  V1alpha3ResourcePoolStatusRequest,
  V1beta1ClusterTrustBundle,
  V1beta1LeaseCandidate,
  V1beta1PodCertificateRequest,
  V1beta1ResourceClaim,
  V1beta1ResourceClaimTemplate,
  V1beta1ResourceSlice,
  V1beta1StorageVersionMigration,
  V1beta2DeviceTaintRule,
} from '@kubernetes/client-node';
import type { Binding } from './core/binding.ts';
import type { ComponentStatus } from './core/component-status.ts';
import type { ConfigMap } from './core/config-map.ts';
import type { Endpoints } from './core/endpoints.ts';
import type { Event } from './core/event.ts';
import type { LimitRange } from './core/limit-range.ts';
import type { Namespace } from './core/namespace.ts';
import type { Node } from './core/node/index.ts';
import type { PersistentVolumeClaim } from './core/persistent-volume-claim/index.ts';
import type { PersistentVolume } from './core/persistent-volume/index.ts';
import type { Pod } from './core/pod/index.ts';
import type { PodTemplate } from './core/pod-template.ts';
import type { ReplicationController } from './core/replication-controller/index.ts';
import type { ResourceQuota } from './core/resource-quota.ts';
import type { Secret } from './core/secret.ts';
import type { ServiceAccount } from './core/service-account.ts';
import type { Service } from './core/service/index.ts';
import type { APIService } from './apiregistration/api-service.ts';
import type { ControllerRevision } from './apps/controller-revision.ts';
import type { DaemonSet } from './apps/daemon-set/index.ts';
import type { Deployment } from './apps/deployment/index.ts';
import type { ReplicaSet } from './apps/replica-set/index.ts';
import type { StatefulSet } from './apps/stateful-set/index.ts';
import type { Event as EventsEvent } from './events/event.ts';
import type { SelfSubjectReview } from './authentication/self-subject-review.ts';
import type { TokenReview } from './authentication/token-review.ts';
import type { LocalSubjectAccessReview } from './authorization/local-subject-access-review.ts';
import type { SelfSubjectAccessReview } from './authorization/self-subject-access-review.ts';
import type { SelfSubjectRulesReview } from './authorization/self-subject-rules-review.ts';
import type { SubjectAccessReview } from './authorization/subject-access-review.ts';
import type { HorizontalPodAutoscaler } from './autoscaling/horizontal-pod-autoscaler/index.ts';
import type { HorizontalPodAutoscaler as HorizontalPodAutoscalerV1 } from './autoscaling/v1/horizontal-pod-autoscaler.ts';
import type { CronJob } from './batch/cron-job/index.ts';
import type { Job } from './batch/job/index.ts';
import type { CertificateSigningRequest } from './certificates/certificate-signing-request.ts';
import type { IngressClass } from './networking/ingress-class.ts';
import type { Ingress } from './networking/ingress/index.ts';
import type { IPAddress } from './networking/ip-address.ts';
import type { NetworkPolicy } from './networking/network-policy/index.ts';
import type { ServiceCIDR } from './networking/service-cidr.ts';
import type { PodDisruptionBudget } from './policy/pod-disruption-budget.ts';
import type { ClusterRoleBinding } from './rbac/cluster-role-binding.ts';
import type { ClusterRole } from './rbac/cluster-role.ts';
import type { RoleBinding } from './rbac/role-binding.ts';
import type { Role } from './rbac/role.ts';
import type { CSIDriver } from './storage/csi-driver.ts';
import type { CSINode } from './storage/csi-node.ts';
import type { CSIStorageCapacity } from './storage/csi-storage-capacity.ts';
import type { StorageClass } from './storage/storage-class.ts';
import type { VolumeAttachment } from './storage/volume-attachment.ts';
import type { VolumeAttributesClass } from './storage/volume-attributes-class.ts';
import type { MutatingAdmissionPolicy } from './admissionregistration/mutating-admission-policy.ts';
import type { MutatingAdmissionPolicyBinding } from './admissionregistration/mutating-admission-policy-binding.ts';
import type { MutatingWebhookConfiguration } from './admissionregistration/mutating-webhook-configuration.ts';
import type { ValidatingAdmissionPolicy } from './admissionregistration/validating-admission-policy.ts';
import type { ValidatingAdmissionPolicyBinding } from './admissionregistration/validating-admission-policy-binding.ts';
import type { ValidatingWebhookConfiguration } from './admissionregistration/validating-webhook-configuration.ts';
import type { PriorityClass } from './scheduling/priority-class.ts';
import type { Lease } from './coordination/lease.ts';
import type { RuntimeClass } from './node/runtime-class.ts';
import type { EndpointSlice } from './discovery/endpoint-slice/index.ts';
import type { DeviceClass } from './resource/device-class.ts';
import type { ResourceClaim } from './resource/resource-claim.ts';
import type { ResourceClaimTemplate } from './resource/resource-claim-template.ts';
import type { ResourceSlice } from './resource/resource-slice.ts';
import type { FlowSchema } from './flowcontrol/flow-schema.ts';
import type { PriorityLevelConfiguration } from './flowcontrol/priority-level-configuration.ts';
import type { TokenRequest } from './authentication/token-request.ts';
import type { Scale } from './autoscaling/scale.ts';
import type { Eviction } from './policy/eviction.ts';
import type { CustomResourceDefinition } from './apiextensions/custom-resource-definition/index.ts';
import type { ClusterTrustBundle } from './certificates/cluster-trust-bundle.ts';
import type { PodCertificateRequest } from './certificates/pod-certificate-request.ts';
import type { Workload } from './scheduling/workload.ts';
import type { PodGroup } from './scheduling/pod-group.ts';
import type { StorageVersionMigration } from './storagemigration/storage-version-migration.ts';
import type { ResourcePoolStatusRequest } from './resource/resource-pool-status-request.ts';
import type { DeviceTaintRule } from './resource/device-taint-rule.ts';
import type { StorageVersion } from './apiserverinternal/storage-version.ts';
import type { LeaseCandidate } from './coordination/lease-candidate.ts';
import type { ResourceClaim as ResourceClaimV1beta1 } from './resource/v1beta1/resource-claim.ts';
import type { ResourceClaimTemplate as ResourceClaimTemplateV1beta1 } from './resource/v1beta1/resource-claim-template.ts';
import type { ResourceSlice as ResourceSliceV1beta1 } from './resource/v1beta1/resource-slice.ts';

/** Types of the official client as they look in JSON: times as strings, names without the underscores that JavaScript needs. */
type InJson<T> = T extends Date
  ? string
  : T extends readonly (infer Item)[]
    ? InJson<Item>[]
    : T extends object
      ? { [K in keyof T as K extends `_${infer Name}` ? Name : K]: InJson<T[K]> | (undefined extends T[K] ? undefined : never) }
      : T;

/** Ours without the nulls that Go shows where nothing is. */
type WithoutNull<T> = T extends readonly (infer Item)[]
  ? WithoutNull<Item>[]
  : T extends object
    ? { [K in keyof T]: WithoutNull<NonNullable<T[K]>> | Extract<T[K], undefined> }
    : T;

/** Fails to compile where objects of ours would not be what clients expect. */
type Checked<Theirs, Ours extends InJson<Theirs>> = Ours;

export type Kinds = [
  Checked<V1Binding, WithoutNull<Binding>>,
  Checked<V1ComponentStatus, WithoutNull<ComponentStatus>>,
  Checked<V1ConfigMap, WithoutNull<ConfigMap>>,
  Checked<V1Endpoints, WithoutNull<Endpoints>>,
  Checked<CoreV1Event, WithoutNull<Event>>,
  Checked<V1LimitRange, WithoutNull<LimitRange>>,
  Checked<V1Namespace, WithoutNull<Namespace>>,
  Checked<V1Node, WithoutNull<Node>>,
  Checked<V1PersistentVolumeClaim, WithoutNull<PersistentVolumeClaim>>,
  Checked<V1PersistentVolume, WithoutNull<PersistentVolume>>,
  Checked<V1Pod, WithoutNull<Pod>>,
  Checked<V1PodTemplate, WithoutNull<PodTemplate>>,
  Checked<V1ReplicationController, WithoutNull<ReplicationController>>,
  Checked<V1ResourceQuota, WithoutNull<ResourceQuota>>,
  Checked<V1Secret, WithoutNull<Secret>>,
  Checked<V1ServiceAccount, WithoutNull<ServiceAccount>>,
  Checked<V1Service, WithoutNull<Service>>,
  Checked<V1APIService, WithoutNull<APIService>>,
  Checked<V1ControllerRevision, WithoutNull<ControllerRevision>>,
  Checked<V1DaemonSet, WithoutNull<DaemonSet>>,
  Checked<V1Deployment, WithoutNull<Deployment>>,
  Checked<V1ReplicaSet, WithoutNull<ReplicaSet>>,
  Checked<V1StatefulSet, WithoutNull<StatefulSet>>,
  Checked<EventsV1Event, WithoutNull<EventsEvent>>,
  Checked<V1SelfSubjectReview, WithoutNull<SelfSubjectReview>>,
  Checked<V1TokenReview, WithoutNull<TokenReview>>,
  Checked<V1LocalSubjectAccessReview, WithoutNull<LocalSubjectAccessReview>>,
  Checked<V1SelfSubjectAccessReview, WithoutNull<SelfSubjectAccessReview>>,
  Checked<V1SelfSubjectRulesReview, WithoutNull<SelfSubjectRulesReview>>,
  Checked<V1SubjectAccessReview, WithoutNull<SubjectAccessReview>>,
  Checked<V2HorizontalPodAutoscaler, WithoutNull<HorizontalPodAutoscaler>>,
  Checked<V1HorizontalPodAutoscaler, WithoutNull<HorizontalPodAutoscalerV1>>,
  Checked<V1CronJob, WithoutNull<CronJob>>,
  Checked<V1Job, WithoutNull<Job>>,
  Checked<V1CertificateSigningRequest, WithoutNull<CertificateSigningRequest>>,
  Checked<V1IngressClass, WithoutNull<IngressClass>>,
  Checked<V1Ingress, WithoutNull<Ingress>>,
  Checked<V1IPAddress, WithoutNull<IPAddress>>,
  Checked<V1NetworkPolicy, WithoutNull<NetworkPolicy>>,
  Checked<V1ServiceCIDR, WithoutNull<ServiceCIDR>>,
  Checked<V1PodDisruptionBudget, WithoutNull<PodDisruptionBudget>>,
  Checked<V1ClusterRoleBinding, WithoutNull<ClusterRoleBinding>>,
  Checked<V1ClusterRole, WithoutNull<ClusterRole>>,
  Checked<V1RoleBinding, WithoutNull<RoleBinding>>,
  Checked<V1Role, WithoutNull<Role>>,
  Checked<V1CSIDriver, WithoutNull<CSIDriver>>,
  Checked<V1CSINode, WithoutNull<CSINode>>,
  Checked<V1CSIStorageCapacity, WithoutNull<CSIStorageCapacity>>,
  Checked<V1StorageClass, WithoutNull<StorageClass>>,
  Checked<V1VolumeAttachment, WithoutNull<VolumeAttachment>>,
  Checked<V1VolumeAttributesClass, WithoutNull<VolumeAttributesClass>>,
  Checked<V1MutatingAdmissionPolicy, WithoutNull<MutatingAdmissionPolicy>>,
  Checked<V1MutatingAdmissionPolicyBinding, WithoutNull<MutatingAdmissionPolicyBinding>>,
  Checked<V1MutatingWebhookConfiguration, WithoutNull<MutatingWebhookConfiguration>>,
  Checked<V1ValidatingAdmissionPolicy, WithoutNull<ValidatingAdmissionPolicy>>,
  Checked<V1ValidatingAdmissionPolicyBinding, WithoutNull<ValidatingAdmissionPolicyBinding>>,
  Checked<V1ValidatingWebhookConfiguration, WithoutNull<ValidatingWebhookConfiguration>>,
  Checked<V1PriorityClass, WithoutNull<PriorityClass>>,
  Checked<V1Lease, WithoutNull<Lease>>,
  Checked<V1RuntimeClass, WithoutNull<RuntimeClass>>,
  Checked<V1EndpointSlice, WithoutNull<EndpointSlice>>,
  Checked<V1DeviceClass, WithoutNull<DeviceClass>>,
  Checked<ResourceV1ResourceClaim, WithoutNull<ResourceClaim>>,
  Checked<V1ResourceClaimTemplate, WithoutNull<ResourceClaimTemplate>>,
  Checked<V1ResourceSlice, WithoutNull<ResourceSlice>>,
  Checked<V1FlowSchema, WithoutNull<FlowSchema>>,
  Checked<V1PriorityLevelConfiguration, WithoutNull<PriorityLevelConfiguration>>,
  Checked<AuthenticationV1TokenRequest, WithoutNull<TokenRequest>>,
  Checked<V1Scale, WithoutNull<Scale>>,
  Checked<V1Eviction, WithoutNull<Eviction>>,
  Checked<V1CustomResourceDefinition, WithoutNull<CustomResourceDefinition>>,
  Checked<V1beta1ClusterTrustBundle, WithoutNull<ClusterTrustBundle>>,
  Checked<V1beta1PodCertificateRequest, WithoutNull<PodCertificateRequest>>,
  Checked<V1alpha2Workload, WithoutNull<Workload>>,
  Checked<V1alpha2PodGroup, WithoutNull<PodGroup>>,
  Checked<V1beta1StorageVersionMigration, WithoutNull<StorageVersionMigration>>,
  Checked<V1alpha3ResourcePoolStatusRequest, WithoutNull<ResourcePoolStatusRequest>>,
  Checked<V1beta2DeviceTaintRule, WithoutNull<DeviceTaintRule>>,
  Checked<V1alpha1StorageVersion, WithoutNull<StorageVersion>>,
  Checked<V1beta1LeaseCandidate, WithoutNull<LeaseCandidate>>,
  Checked<V1beta1ResourceClaim, WithoutNull<ResourceClaimV1beta1>>,
  Checked<V1beta1ResourceClaimTemplate, WithoutNull<ResourceClaimTemplateV1beta1>>,
  Checked<V1beta1ResourceSlice, WithoutNull<ResourceSliceV1beta1>>,
];
