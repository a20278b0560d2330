import { defineType, boolean, int32, int64, list, map, object, oneOf, required, string, type Infer } from '../../../model/schema.ts';
import { Affinity, Toleration, TopologySpreadConstraint } from './affinity.ts';
import { Container } from './container.ts';
import { EphemeralContainer } from './ephemeral-container.ts';
import { PodSecurityContext } from './security.ts';
import { Volume } from './volume.ts';
import { LocalObjectReference } from '../reference.ts';
import { ResourceRequirements } from '../resources.ts';

export const PodDNSConfigOption = defineType('io.k8s.api.core.v1.PodDNSConfigOption', {
  name: string(1),
  value: string(2),
});

export interface PodDNSConfigOption extends Infer<typeof PodDNSConfigOption> {}

export const PodDNSConfig = defineType('io.k8s.api.core.v1.PodDNSConfig', {
  nameservers: list(1, 'string', { listType: 'atomic' }),
  searches: list(2, 'string', { listType: 'atomic' }),
  options: list(3, PodDNSConfigOption, { listType: 'atomic' }),
});

export interface PodDNSConfig extends Infer<typeof PodDNSConfig> {}

export const HostAlias = defineType('io.k8s.api.core.v1.HostAlias', {
  ip: required(string(1)),
  hostnames: list(2, 'string', { listType: 'atomic' }),
});

export interface HostAlias extends Infer<typeof HostAlias> {}

export const PodOS = defineType('io.k8s.api.core.v1.PodOS', {
  name: required(string(1)),
});

export interface PodOS extends Infer<typeof PodOS> {}

export const PodReadinessGate = defineType('io.k8s.api.core.v1.PodReadinessGate', {
  conditionType: required(string(1)),
});

export interface PodReadinessGate extends Infer<typeof PodReadinessGate> {}

export const PodResourceClaim = defineType('io.k8s.api.core.v1.PodResourceClaim', {
  name: required(string(1)),
  resourceClaimName: string(3),
  resourceClaimTemplateName: string(4),
});

export interface PodResourceClaim extends Infer<typeof PodResourceClaim> {}

export const PodSchedulingGate = defineType('io.k8s.api.core.v1.PodSchedulingGate', {
  name: required(string(1)),
});

export interface PodSchedulingGate extends Infer<typeof PodSchedulingGate> {}

export const PodSchedulingGroup = defineType('io.k8s.api.core.v1.PodSchedulingGroup', {
  podGroupName: string(1),
});

export interface PodSchedulingGroup extends Infer<typeof PodSchedulingGroup> {}

export const PodSpec = defineType('io.k8s.api.core.v1.PodSpec', {
  volumes: list(1, Volume, { listType: 'map', listMapKeys: ['name'], patchStrategy: 'merge,retainKeys', patchMergeKey: 'name' }),
  containers: required(list(2, Container, { listType: 'map', listMapKeys: ['name'], patchStrategy: 'merge', patchMergeKey: 'name' })),
  restartPolicy: oneOf(3, ['Always', 'Never', 'OnFailure']),
  terminationGracePeriodSeconds: int64(4),
  activeDeadlineSeconds: int64(5),
  dnsPolicy: oneOf(6, ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None']),
  nodeSelector: map(7, 'string', { mapType: 'atomic' }),
  serviceAccountName: string(8),
  serviceAccount: string(9),
  nodeName: string(10),
  hostNetwork: boolean(11),
  hostPID: boolean(12),
  hostIPC: boolean(13),
  securityContext: object(14, PodSecurityContext),
  imagePullSecrets: list(15, LocalObjectReference, {
    listType: 'map',
    listMapKeys: ['name'],
    patchStrategy: 'merge',
    patchMergeKey: 'name',
  }),
  hostname: string(16),
  subdomain: string(17),
  affinity: object(18, Affinity),
  schedulerName: string(19),
  initContainers: list(20, Container, { listType: 'map', listMapKeys: ['name'], patchStrategy: 'merge', patchMergeKey: 'name' }),
  automountServiceAccountToken: boolean(21),
  tolerations: list(22, Toleration, { listType: 'atomic' }),
  hostAliases: list(23, HostAlias, { listType: 'map', listMapKeys: ['ip'], patchStrategy: 'merge', patchMergeKey: 'ip' }),
  priorityClassName: string(24),
  priority: int32(25),
  dnsConfig: object(26, PodDNSConfig),
  shareProcessNamespace: boolean(27),
  readinessGates: list(28, PodReadinessGate, { listType: 'atomic' }),
  runtimeClassName: string(29),
  enableServiceLinks: boolean(30),
  preemptionPolicy: oneOf(31, ['Never', 'PreemptLowerPriority']),
  overhead: map(32, 'quantity'),
  topologySpreadConstraints: list(33, TopologySpreadConstraint, {
    listType: 'map',
    listMapKeys: ['topologyKey', 'whenUnsatisfiable'],
    patchStrategy: 'merge',
    patchMergeKey: 'topologyKey',
  }),
  ephemeralContainers: list(34, EphemeralContainer, {
    listType: 'map',
    listMapKeys: ['name'],
    patchStrategy: 'merge',
    patchMergeKey: 'name',
  }),
  setHostnameAsFQDN: boolean(35),
  os: object(36, PodOS),
  hostUsers: boolean(37),
  schedulingGates: list(38, PodSchedulingGate, { listType: 'map', listMapKeys: ['name'], patchStrategy: 'merge', patchMergeKey: 'name' }),
  resourceClaims: list(39, PodResourceClaim, {
    listType: 'map',
    listMapKeys: ['name'],
    patchStrategy: 'merge,retainKeys',
    patchMergeKey: 'name',
  }),
  resources: object(40, ResourceRequirements),
  hostnameOverride: string(41),
  schedulingGroup: object(43, PodSchedulingGroup),
});

export interface PodSpec extends Infer<typeof PodSpec> {}
