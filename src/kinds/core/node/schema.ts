import {
  defineType,
  always,
  boolean,
  int32,
  int64,
  list,
  map,
  object,
  oneOf,
  required,
  string,
  time,
  type Infer,
} from '../../../model/schema.ts';

export const ConfigMapNodeConfigSource = defineType('io.k8s.api.core.v1.ConfigMapNodeConfigSource', {
  namespace: required(string(1)),
  name: required(string(2)),
  uid: string(3),
  resourceVersion: string(4),
  kubeletConfigKey: required(string(5)),
});

export interface ConfigMapNodeConfigSource extends Infer<typeof ConfigMapNodeConfigSource> {}

export const NodeConfigSource = defineType('io.k8s.api.core.v1.NodeConfigSource', {
  configMap: object(2, ConfigMapNodeConfigSource),
});

export interface NodeConfigSource extends Infer<typeof NodeConfigSource> {}

export const Taint = defineType('io.k8s.api.core.v1.Taint', {
  key: required(string(1)),
  value: string(2),
  effect: required(oneOf(3, ['NoExecute', 'NoSchedule', 'PreferNoSchedule'])),
  timeAdded: time(4),
});

export interface Taint extends Infer<typeof Taint> {}

export const NodeSpec = defineType('io.k8s.api.core.v1.NodeSpec', {
  podCIDR: string(1),
  externalID: string(2),
  providerID: string(3),
  unschedulable: boolean(4),
  taints: list(5, Taint, { listType: 'atomic' }),
  configSource: object(6, NodeConfigSource),
  podCIDRs: list(7, 'string', { listType: 'set', patchStrategy: 'merge' }),
});

export interface NodeSpec extends Infer<typeof NodeSpec> {}

export const NodeAddress = defineType('io.k8s.api.core.v1.NodeAddress', {
  type: required(string(1)),
  address: required(string(2)),
});

export interface NodeAddress extends Infer<typeof NodeAddress> {}

export const NodeCondition = defineType('io.k8s.api.core.v1.NodeCondition', {
  type: required(string(1)),
  status: required(string(2)),
  lastHeartbeatTime: always(time(3)),
  lastTransitionTime: always(time(4)),
  reason: string(5),
  message: string(6),
});

export interface NodeCondition extends Infer<typeof NodeCondition> {}

export const NodeConfigStatus = defineType('io.k8s.api.core.v1.NodeConfigStatus', {
  assigned: object(1, NodeConfigSource),
  active: object(2, NodeConfigSource),
  lastKnownGood: object(3, NodeConfigSource),
  error: string(4),
});

export interface NodeConfigStatus extends Infer<typeof NodeConfigStatus> {}

export const DaemonEndpoint = defineType('io.k8s.api.core.v1.DaemonEndpoint', {
  Port: required(int32(1)),
});

export interface DaemonEndpoint extends Infer<typeof DaemonEndpoint> {}

export const NodeDaemonEndpoints = defineType('io.k8s.api.core.v1.NodeDaemonEndpoints', {
  kubeletEndpoint: always(object(1, DaemonEndpoint)),
});

export interface NodeDaemonEndpoints extends Infer<typeof NodeDaemonEndpoints> {}

export const NodeFeatures = defineType('io.k8s.api.core.v1.NodeFeatures', {
  supplementalGroupsPolicy: boolean(1),
});

export interface NodeFeatures extends Infer<typeof NodeFeatures> {}

export const ContainerImage = defineType('io.k8s.api.core.v1.ContainerImage', {
  names: always(list(1, 'string', { listType: 'atomic' })),
  sizeBytes: int64(2),
});

export interface ContainerImage extends Infer<typeof ContainerImage> {}

export const NodeSwapStatus = defineType('io.k8s.api.core.v1.NodeSwapStatus', {
  capacity: int64(1),
});

export interface NodeSwapStatus extends Infer<typeof NodeSwapStatus> {}

export const NodeSystemInfo = defineType('io.k8s.api.core.v1.NodeSystemInfo', {
  machineID: required(string(1)),
  systemUUID: required(string(2)),
  bootID: required(string(3)),
  kernelVersion: required(string(4)),
  osImage: required(string(5)),
  containerRuntimeVersion: required(string(6)),
  kubeletVersion: required(string(7)),
  kubeProxyVersion: required(string(8)),
  operatingSystem: required(string(9)),
  architecture: required(string(10)),
  swap: object(11, NodeSwapStatus),
});

export interface NodeSystemInfo extends Infer<typeof NodeSystemInfo> {}

export const NodeRuntimeHandlerFeatures = defineType('io.k8s.api.core.v1.NodeRuntimeHandlerFeatures', {
  recursiveReadOnlyMounts: boolean(1),
  userNamespaces: boolean(2),
});

export interface NodeRuntimeHandlerFeatures extends Infer<typeof NodeRuntimeHandlerFeatures> {}

export const NodeRuntimeHandler = defineType('io.k8s.api.core.v1.NodeRuntimeHandler', {
  name: always(string(1)),
  features: object(2, NodeRuntimeHandlerFeatures),
});

export interface NodeRuntimeHandler extends Infer<typeof NodeRuntimeHandler> {}

export const AttachedVolume = defineType('io.k8s.api.core.v1.AttachedVolume', {
  name: required(string(1)),
  devicePath: required(string(2)),
});

export interface AttachedVolume extends Infer<typeof AttachedVolume> {}

export const NodeStatus = defineType('io.k8s.api.core.v1.NodeStatus', {
  capacity: map(1, 'quantity'),
  allocatable: map(2, 'quantity'),
  phase: oneOf(3, ['Pending', 'Running', 'Terminated']),
  conditions: list(4, NodeCondition, { listType: 'map', listMapKeys: ['type'], patchStrategy: 'merge', patchMergeKey: 'type' }),
  addresses: list(5, NodeAddress, { listType: 'map', listMapKeys: ['type'], patchStrategy: 'merge', patchMergeKey: 'type' }),
  daemonEndpoints: always(object(6, NodeDaemonEndpoints)),
  nodeInfo: always(object(7, NodeSystemInfo)),
  images: list(8, ContainerImage, { listType: 'atomic' }),
  volumesInUse: list(9, 'string', { listType: 'atomic' }),
  volumesAttached: list(10, AttachedVolume, { listType: 'atomic' }),
  config: object(11, NodeConfigStatus),
  runtimeHandlers: list(12, NodeRuntimeHandler, { listType: 'atomic' }),
  features: object(13, NodeFeatures),
  declaredFeatures: list(14, 'string', { listType: 'atomic' }),
});

export interface NodeStatus extends Infer<typeof NodeStatus> {}
