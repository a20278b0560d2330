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
import { ResourceRequirements } from '../resources.ts';
import { stopSignals } from './stop-signal.ts';

export const PodCondition = defineType('io.k8s.api.core.v1.PodCondition', {
  type: required(string(1)),
  status: required(string(2)),
  lastProbeTime: always(time(3)),
  lastTransitionTime: always(time(4)),
  reason: string(5),
  message: string(6),
  observedGeneration: int64(7),
});

export interface PodCondition extends Infer<typeof PodCondition> {}

export const ResourceHealth = defineType('io.k8s.api.core.v1.ResourceHealth', {
  resourceID: required(string(1)),
  health: string(2),
  message: string(6),
});

export interface ResourceHealth extends Infer<typeof ResourceHealth> {}

export const ResourceStatus = defineType('io.k8s.api.core.v1.ResourceStatus', {
  name: required(string(1)),
  resources: list(2, ResourceHealth, { listType: 'map', listMapKeys: ['resourceID'] }),
});

export interface ResourceStatus extends Infer<typeof ResourceStatus> {}

export const ContainerStateRunning = defineType('io.k8s.api.core.v1.ContainerStateRunning', {
  startedAt: always(time(1)),
});

export interface ContainerStateRunning extends Infer<typeof ContainerStateRunning> {}

export const ContainerStateTerminated = defineType('io.k8s.api.core.v1.ContainerStateTerminated', {
  exitCode: required(int32(1)),
  signal: int32(2),
  reason: string(3),
  message: string(4),
  startedAt: always(time(5)),
  finishedAt: always(time(6)),
  containerID: string(7),
});

export interface ContainerStateTerminated extends Infer<typeof ContainerStateTerminated> {}

export const ContainerStateWaiting = defineType('io.k8s.api.core.v1.ContainerStateWaiting', {
  reason: string(1),
  message: string(2),
});

export interface ContainerStateWaiting extends Infer<typeof ContainerStateWaiting> {}

export const ContainerState = defineType('io.k8s.api.core.v1.ContainerState', {
  waiting: object(1, ContainerStateWaiting),
  running: object(2, ContainerStateRunning),
  terminated: object(3, ContainerStateTerminated),
});

export interface ContainerState extends Infer<typeof ContainerState> {}

export const LinuxContainerUser = defineType('io.k8s.api.core.v1.LinuxContainerUser', {
  uid: required(int64(1)),
  gid: required(int64(2)),
  supplementalGroups: list(3, 'int64', { listType: 'atomic' }),
});

export interface LinuxContainerUser extends Infer<typeof LinuxContainerUser> {}

export const ContainerUser = defineType('io.k8s.api.core.v1.ContainerUser', {
  linux: object(1, LinuxContainerUser),
});

export interface ContainerUser extends Infer<typeof ContainerUser> {}

export const ImageVolumeStatus = defineType('io.k8s.api.core.v1.ImageVolumeStatus', {
  imageRef: required(string(1, { omitEmpty: true })),
});

export interface ImageVolumeStatus extends Infer<typeof ImageVolumeStatus> {}

export const VolumeStatus = defineType('io.k8s.api.core.v1.VolumeStatus', {
  image: object(1, ImageVolumeStatus),
});

export interface VolumeStatus extends Infer<typeof VolumeStatus> {}

export const VolumeMountStatus = defineType('io.k8s.api.core.v1.VolumeMountStatus', {
  name: required(string(1)),
  mountPath: required(string(2)),
  readOnly: boolean(3),
  recursiveReadOnly: string(4),
  volumeStatus: object(5, VolumeStatus),
});

export interface VolumeMountStatus extends Infer<typeof VolumeMountStatus> {}

export const ContainerStatus = defineType('io.k8s.api.core.v1.ContainerStatus', {
  name: required(string(1)),
  state: always(object(2, ContainerState)),
  lastState: always(object(3, ContainerState)),
  ready: required(boolean(4)),
  restartCount: required(int32(5)),
  image: required(string(6)),
  imageID: required(string(7)),
  containerID: string(8),
  started: boolean(9),
  allocatedResources: map(10, 'quantity'),
  resources: object(11, ResourceRequirements),
  volumeMounts: list(12, VolumeMountStatus, {
    listType: 'map',
    listMapKeys: ['mountPath'],
    patchStrategy: 'merge',
    patchMergeKey: 'mountPath',
  }),
  user: object(13, ContainerUser),
  allocatedResourcesStatus: list(14, ResourceStatus, {
    listType: 'map',
    listMapKeys: ['name'],
    patchStrategy: 'merge',
    patchMergeKey: 'name',
  }),
  stopSignal: oneOf(15, stopSignals),
});

export interface ContainerStatus extends Infer<typeof ContainerStatus> {}

export const ContainerExtendedResourceRequest = defineType('io.k8s.api.core.v1.ContainerExtendedResourceRequest', {
  containerName: required(string(1)),
  resourceName: required(string(2)),
  requestName: required(string(3)),
});

export interface ContainerExtendedResourceRequest extends Infer<typeof ContainerExtendedResourceRequest> {}

export const PodExtendedResourceClaimStatus = defineType('io.k8s.api.core.v1.PodExtendedResourceClaimStatus', {
  requestMappings: required(list(1, ContainerExtendedResourceRequest, { listType: 'atomic' })),
  resourceClaimName: required(string(2)),
});

export interface PodExtendedResourceClaimStatus extends Infer<typeof PodExtendedResourceClaimStatus> {}

export const HostIP = defineType('io.k8s.api.core.v1.HostIP', {
  ip: required(string(1)),
});

export interface HostIP extends Infer<typeof HostIP> {}

export const NodeAllocatableResourceClaimStatus = defineType('io.k8s.api.core.v1.NodeAllocatableResourceClaimStatus', {
  resourceClaimName: required(string(1)),
  containers: list(2, 'string', { listType: 'set' }),
  resources: required(map(3, 'quantity')),
});

export interface NodeAllocatableResourceClaimStatus extends Infer<typeof NodeAllocatableResourceClaimStatus> {}

export const PodIP = defineType('io.k8s.api.core.v1.PodIP', {
  ip: required(string(1)),
});

export interface PodIP extends Infer<typeof PodIP> {}

export const PodResourceClaimStatus = defineType('io.k8s.api.core.v1.PodResourceClaimStatus', {
  name: required(string(1)),
  resourceClaimName: string(2),
});

export interface PodResourceClaimStatus extends Infer<typeof PodResourceClaimStatus> {}

export const PodStatus = defineType('io.k8s.api.core.v1.PodStatus', {
  phase: oneOf(1, ['Failed', 'Pending', 'Running', 'Succeeded', 'Unknown']),
  conditions: list(2, PodCondition, { listType: 'map', listMapKeys: ['type'], patchStrategy: 'merge', patchMergeKey: 'type' }),
  message: string(3),
  reason: string(4),
  hostIP: string(5),
  podIP: string(6),
  startTime: time(7),
  containerStatuses: list(8, ContainerStatus, { listType: 'atomic' }),
  qosClass: oneOf(9, ['BestEffort', 'Burstable', 'Guaranteed']),
  initContainerStatuses: list(10, ContainerStatus, { listType: 'atomic' }),
  nominatedNodeName: string(11),
  podIPs: list(12, PodIP, { listType: 'map', listMapKeys: ['ip'], patchStrategy: 'merge', patchMergeKey: 'ip' }),
  ephemeralContainerStatuses: list(13, ContainerStatus, { listType: 'atomic' }),
  resize: string(14),
  resourceClaimStatuses: list(15, PodResourceClaimStatus, {
    listType: 'map',
    listMapKeys: ['name'],
    patchStrategy: 'merge,retainKeys',
    patchMergeKey: 'name',
  }),
  hostIPs: list(16, HostIP, { listType: 'atomic', patchStrategy: 'merge', patchMergeKey: 'ip' }),
  observedGeneration: int64(17),
  extendedResourceClaimStatus: object(18, PodExtendedResourceClaimStatus),
  allocatedResources: map(19, 'quantity'),
  resources: object(20, ResourceRequirements),
  nodeAllocatableResourceClaimStatuses: list(21, NodeAllocatableResourceClaimStatus, { listType: 'atomic' }),
});

export interface PodStatus extends Infer<typeof PodStatus> {}
