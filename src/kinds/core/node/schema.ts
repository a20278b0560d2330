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

export const ConfigMapNodeConfigSource = defineType(
  'io.k8s.api.core.v1.ConfigMapNodeConfigSource',
  'A ConfigMap with settings of a node. No longer used.',
  {
    namespace: required(string(1, 'Namespace of the ConfigMap.')),
    name: required(string(2, 'Name of the ConfigMap.')),
    uid: string(3, 'UID of the ConfigMap.'),
    resourceVersion: string(4, 'Version of the ConfigMap.'),
    kubeletConfigKey: required(string(5, 'Key that holds the settings.')),
  },
);

export interface ConfigMapNodeConfigSource extends Infer<typeof ConfigMapNodeConfigSource> {}

export const NodeConfigSource = defineType('io.k8s.api.core.v1.NodeConfigSource', 'Where a node had its settings from. No longer used.', {
  configMap: object(2, ConfigMapNodeConfigSource, 'A ConfigMap; nothing else was ever possible.'),
});

export interface NodeConfigSource extends Infer<typeof NodeConfigSource> {}

export const Taint = defineType('io.k8s.api.core.v1.Taint', 'Keeps pods away from a node, unless they tolerate it.', {
  key: required(string(1, 'Key of the taint, such as node-role.kubernetes.io/control-plane.')),
  value: string(2, 'Value of the taint; may be empty.'),
  effect: required(
    oneOf(
      3,
      ['NoExecute', 'NoSchedule', 'PreferNoSchedule'],
      'NoSchedule keeps new pods away, PreferNoSchedule if possible, NoExecute also evicts those that run.',
    ),
  ),
  timeAdded: time(4, 'When the taint was put on the node. Set for NoExecute.'),
});

export interface Taint extends Infer<typeof Taint> {}

export const NodeSpec = defineType('io.k8s.api.core.v1.NodeSpec', 'The state that is wanted.', {
  podCIDR: string(1, 'Range that pods of the node get their addresses from.'),
  podCIDRs: list(7, 'string', 'Ranges for addresses of pods, at most one per family. The first is podCIDR.', {
    listType: 'set',
    patchStrategy: 'merge',
  }),
  providerID: string(3, 'Identifier of the machine at its provider, such as aws:///eu-central-1a/i-0123.'),
  unschedulable: boolean(4, 'True keeps new pods away; kubectl cordon sets it.'),
  taints: list(5, Taint, 'Taints that keep pods away which do not tolerate them.', { listType: 'atomic' }),
  configSource: object(6, NodeConfigSource, 'No longer used: where the node had its settings from.'),
  externalID: string(2, 'Deprecated and not used.'),
});

export interface NodeSpec extends Infer<typeof NodeSpec> {}

export const NodeAddress = defineType('io.k8s.api.core.v1.NodeAddress', 'An address or name of a node.', {
  type: required(string(1, 'What it is: InternalIP, ExternalIP, Hostname, InternalDNS or ExternalDNS.')),
  address: required(string(2, 'The address or name itself.')),
});

export interface NodeAddress extends Infer<typeof NodeAddress> {}

export const NodeCondition = defineType('io.k8s.api.core.v1.NodeCondition', "One aspect of a node's state, and since when it is so.", {
  type: required(string(1, 'Name of the aspect: Ready, MemoryPressure, DiskPressure, PIDPressure or NetworkUnavailable.')),
  status: required(string(2, 'Whether it holds: True, False, or Unknown if the node has not been heard of.')),
  lastHeartbeatTime: always(time(3, 'When the node last reported on it.')),
  lastTransitionTime: always(time(4, 'When the status last changed.')),
  reason: string(5, 'Why, in one word.'),
  message: string(6, 'Why, in a sentence.'),
});

export interface NodeCondition extends Infer<typeof NodeCondition> {}

export const NodeConfigStatus = defineType('io.k8s.api.core.v1.NodeConfigStatus', 'Which settings a node used. No longer used.', {
  assigned: object(1, NodeConfigSource, 'Settings that the node was to use.'),
  active: object(2, NodeConfigSource, 'Settings that the node did use.'),
  lastKnownGood: object(3, NodeConfigSource, 'Settings that the node would fall back to.'),
  error: string(4, 'What was wrong with the settings.'),
});

export interface NodeConfigStatus extends Infer<typeof NodeConfigStatus> {}

export const DaemonEndpoint = defineType('io.k8s.api.core.v1.DaemonEndpoint', 'A port of a daemon.', {
  Port: required(int32(1, 'Number of the port.')),
});

export interface DaemonEndpoint extends Infer<typeof DaemonEndpoint> {}

export const NodeDaemonEndpoints = defineType('io.k8s.api.core.v1.NodeDaemonEndpoints', "Ports of the node's daemons.", {
  kubeletEndpoint: always(object(1, DaemonEndpoint, 'Port of the kubelet, where logs and exec are served from.')),
});

export interface NodeDaemonEndpoints extends Infer<typeof NodeDaemonEndpoints> {}

export const NodeFeatures = defineType('io.k8s.api.core.v1.NodeFeatures', "What the node's container runtime can do.", {
  supplementalGroupsPolicy: boolean(1, 'Whether it heeds supplementalGroupsPolicy of pods.'),
});

export interface NodeFeatures extends Infer<typeof NodeFeatures> {}

export const ContainerImage = defineType('io.k8s.api.core.v1.ContainerImage', 'An image that a node has.', {
  names: always(list(1, 'string', 'Names of the image, by tag and by digest.', { listType: 'atomic' })),
  sizeBytes: int64(2, 'Bytes that it takes up on disk.'),
});

export interface ContainerImage extends Infer<typeof ContainerImage> {}

export const NodeSwapStatus = defineType('io.k8s.api.core.v1.NodeSwapStatus', 'Swap space of a node.', {
  capacity: int64(1, 'Size of the swap space in bytes.'),
});

export interface NodeSwapStatus extends Infer<typeof NodeSwapStatus> {}

export const NodeSystemInfo = defineType('io.k8s.api.core.v1.NodeSystemInfo', 'What a node runs on.', {
  machineID: required(string(1, 'Identifier of the installed system, from /etc/machine-id.')),
  systemUUID: required(string(2, 'Identifier of the machine, from its firmware.')),
  bootID: required(string(3, 'Identifier of this boot, which changes with each.')),
  kernelVersion: required(string(4, 'Version of the kernel, as uname -r says.')),
  osImage: required(string(5, 'Name of the installed system, from /etc/os-release.')),
  containerRuntimeVersion: required(string(6, 'Name and version of the container runtime, such as containerd://2.1.0.')),
  kubeletVersion: required(
    string(7, 'Version of the kubelet, such as v1.36.2. It may be up to three minor versions behind the API server.'),
  ),
  kubeProxyVersion: required(string(8, 'Deprecated: not a version of anything that runs.')),
  operatingSystem: required(string(9, 'Either linux or windows.')),
  architecture: required(string(10, 'Architecture of the processor, such as amd64 or arm64.')),
  swap: object(11, NodeSwapStatus, 'How much memory the node can write out to disk.'),
});

export interface NodeSystemInfo extends Infer<typeof NodeSystemInfo> {}

export const NodeRuntimeHandlerFeatures = defineType(
  'io.k8s.api.core.v1.NodeRuntimeHandlerFeatures',
  'What one handler of the runtime can do.',
  {
    recursiveReadOnlyMounts: boolean(1, 'Whether it makes mounts read-only with all that is mounted below.'),
    userNamespaces: boolean(2, 'Whether it runs pods in user namespaces.'),
  },
);

export interface NodeRuntimeHandlerFeatures extends Infer<typeof NodeRuntimeHandlerFeatures> {}

export const NodeRuntimeHandler = defineType(
  'io.k8s.api.core.v1.NodeRuntimeHandler',
  'A way the node can run containers in, which runtime classes refer to.',
  {
    name: always(string(1, 'Name of the handler; empty for the usual one.')),
    features: object(2, NodeRuntimeHandlerFeatures, 'What the handler can do.'),
  },
);

export interface NodeRuntimeHandler extends Infer<typeof NodeRuntimeHandler> {}

export const AttachedVolume = defineType('io.k8s.api.core.v1.AttachedVolume', 'A volume that is attached to a node.', {
  name: required(string(1, 'Name of the volume: driver and identifier.')),
  devicePath: required(string(2, 'Where the device appears on the node.')),
});

export interface AttachedVolume extends Infer<typeof AttachedVolume> {}

export const NodeStatus = defineType('io.k8s.api.core.v1.NodeStatus', 'The state that was found last.', {
  capacity: map(1, 'quantity', 'All that the node has of each resource.'),
  allocatable: map(2, 'quantity', 'What pods may use of it: capacity less what is kept for the system.'),
  phase: oneOf(3, ['Pending', 'Running', 'Terminated'], 'No longer filled in.'),
  conditions: list(
    4,
    NodeCondition,
    'Aspects such as Ready. Nodes that stop reporting become Unknown, and their pods are evicted after a while.',
    { listType: 'map', listMapKeys: ['type'], patchStrategy: 'merge', patchMergeKey: 'type' },
  ),
  addresses: list(5, NodeAddress, 'Addresses and names that the node can be reached at.', {
    listType: 'map',
    listMapKeys: ['type'],
    patchStrategy: 'merge',
    patchMergeKey: 'type',
  }),
  daemonEndpoints: always(object(6, NodeDaemonEndpoints, 'Where the node itself can be called.')),
  nodeInfo: always(object(7, NodeSystemInfo, 'Versions and identifiers of what the node runs on.')),
  images: list(8, ContainerImage, 'Largest images that the node has, which the scheduler takes into account.', { listType: 'atomic' }),
  volumesInUse: list(9, 'string', 'Volumes that pods of the node use. They must not be detached.', { listType: 'atomic' }),
  volumesAttached: list(10, AttachedVolume, 'Volumes that have been attached, and where they appear.', { listType: 'atomic' }),
  config: object(11, NodeConfigStatus, 'No longer used: which settings the node used.'),
  runtimeHandlers: list(12, NodeRuntimeHandler, 'Ways that the node can run containers in.', { listType: 'atomic' }),
  features: object(13, NodeFeatures, 'Abilities that pods of the node can count on.'),
  declaredFeatures: list(14, 'string', 'Features of the node that the scheduler takes into account.', { listType: 'atomic' }),
});

export interface NodeStatus extends Infer<typeof NodeStatus> {}
