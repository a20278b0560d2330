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

export const PodCondition = defineType('io.k8s.api.core.v1.PodCondition', "One aspect of a pod's state, and since when it is so.", {
  type: required(
    string(1, 'Name of the aspect: PodScheduled, Initialized, ContainersReady, Ready, DisruptionTarget, or one of a readiness gate.'),
  ),
  observedGeneration: int64(7, 'Generation of the pod that this was found for.'),
  status: required(string(2, 'Whether it holds: True, False or Unknown.')),
  lastProbeTime: always(time(3, 'When it was last looked at; mostly empty.')),
  lastTransitionTime: always(time(4, 'When the status last changed.')),
  reason: string(5, 'Why, in one word, such as Unschedulable.'),
  message: string(6, 'Why, in a sentence.'),
});

export interface PodCondition extends Infer<typeof PodCondition> {}

export const ResourceHealth = defineType('io.k8s.api.core.v1.ResourceHealth', 'How one device is doing.', {
  resourceID: required(string(1, 'Identifier of the device.')),
  health: string(2, 'Healthy, Unhealthy or Unknown.'),
  message: string(6, 'What is wrong with the device, in a sentence.'),
});

export interface ResourceHealth extends Infer<typeof ResourceHealth> {}

export const ResourceStatus = defineType('io.k8s.api.core.v1.ResourceStatus', 'How the devices of one resource are doing.', {
  name: required(string(1, 'Resource, or claim:NAME/REQUEST for a claim.')),
  resources: list(2, ResourceHealth, 'Health of each device that the container has.', { listType: 'map', listMapKeys: ['resourceID'] }),
});

export interface ResourceStatus extends Infer<typeof ResourceStatus> {}

export const ContainerStateRunning = defineType('io.k8s.api.core.v1.ContainerStateRunning', 'The container runs.', {
  startedAt: always(time(1, 'When the container was last started.')),
});

export interface ContainerStateRunning extends Infer<typeof ContainerStateRunning> {}

export const ContainerStateTerminated = defineType('io.k8s.api.core.v1.ContainerStateTerminated', 'The container has ended.', {
  exitCode: required(int32(1, 'Exit code of the program; 137 means it was killed (128 + SIGKILL).')),
  signal: int32(2, 'Signal that ended the container.'),
  reason: string(3, 'Why it ended, in one word, such as Completed, Error or OOMKilled.'),
  message: string(4, 'Its last message, from terminationMessagePath or the log.'),
  startedAt: always(time(5, 'When this run began.')),
  finishedAt: always(time(6, 'When this run ended.')),
  containerID: string(7, 'Identifier of the container, after the name of its runtime.'),
});

export interface ContainerStateTerminated extends Infer<typeof ContainerStateTerminated> {}

export const ContainerStateWaiting = defineType(
  'io.k8s.api.core.v1.ContainerStateWaiting',
  'The container does not run yet, or not again.',
  {
    reason: string(1, 'What it waits for, in one word, such as ContainerCreating, ImagePullBackOff or CrashLoopBackOff.'),
    message: string(2, 'What it waits for, in a sentence.'),
  },
);

export interface ContainerStateWaiting extends Infer<typeof ContainerStateWaiting> {}

export const ContainerState = defineType(
  'io.k8s.api.core.v1.ContainerState',
  'What a container does. One field is set; waiting is meant if none is.',
  {
    waiting: object(1, ContainerStateWaiting, 'Set while the container is on its way.'),
    running: object(2, ContainerStateRunning, 'Set while the container runs.'),
    terminated: object(3, ContainerStateTerminated, 'Set once the container has ended.'),
  },
);

export interface ContainerState extends Infer<typeof ContainerState> {}

export const LinuxContainerUser = defineType(
  'io.k8s.api.core.v1.LinuxContainerUser',
  'User and groups that a program began with on Linux.',
  {
    uid: required(int64(1, 'User id of the program.')),
    gid: required(int64(2, 'Primary group id of the program.')),
    supplementalGroups: list(3, 'int64', 'Further group ids of the program.', { listType: 'atomic' }),
  },
);

export interface LinuxContainerUser extends Infer<typeof LinuxContainerUser> {}

export const ContainerUser = defineType('io.k8s.api.core.v1.ContainerUser', 'User that a program began as.', {
  linux: object(1, LinuxContainerUser, 'User and groups on Linux.'),
});

export interface ContainerUser extends Infer<typeof ContainerUser> {}

export const ImageVolumeStatus = defineType('io.k8s.api.core.v1.ImageVolumeStatus', 'What an image volume shows.', {
  imageRef: required(string(1, 'Digest of the image that is mounted.', { omitEmpty: true })),
});

export interface ImageVolumeStatus extends Infer<typeof ImageVolumeStatus> {}

export const VolumeStatus = defineType('io.k8s.api.core.v1.VolumeStatus', 'What became of a volume.', {
  image: object(1, ImageVolumeStatus, 'Details of an image volume.'),
});

export interface VolumeStatus extends Infer<typeof VolumeStatus> {}

export const VolumeMountStatus = defineType('io.k8s.api.core.v1.VolumeMountStatus', 'What became of a mount.', {
  name: required(string(1, 'Volume that is mounted.')),
  mountPath: required(string(2, 'Where it is mounted.')),
  readOnly: boolean(3, 'Whether writing is prevented.'),
  recursiveReadOnly: string(4, 'Whether mounts below are read-only, too: Disabled, or Enabled once IfPossible has been decided.'),
  volumeStatus: object(5, VolumeStatus, 'Details of the volume that is mounted.'),
});

export interface VolumeMountStatus extends Infer<typeof VolumeMountStatus> {}

export const ContainerStatus = defineType('io.k8s.api.core.v1.ContainerStatus', 'How one container is doing.', {
  name: required(string(1, 'Container of the spec that this is about.')),
  state: always(object(2, ContainerState, 'What the container does now.')),
  lastState: always(object(3, ContainerState, 'How its run before this one ended. Shows why a container was restarted.')),
  ready: required(boolean(4, 'Whether the container can serve: it runs, and its readiness probe succeeds.')),
  restartCount: required(int32(5, 'How often the container was restarted. It may begin anew when old containers are cleared away.')),
  image: required(string(6, 'Image that runs.')),
  imageID: required(string(7, 'Digest of the image that runs, which tells versions of one tag apart.')),
  containerID: string(8, 'Identifier of the container, after the name of its runtime: containerd://…'),
  started: boolean(9, 'Whether postStart is done and the startup probe has succeeded.'),
  allocatedResources: map(10, 'quantity', 'Requests that the node has set aside for the container.'),
  resources: object(11, ResourceRequirements, 'Requests and limits in force now. They differ from the spec while a resize is under way.'),
  volumeMounts: list(12, VolumeMountStatus, 'Mounts of the container.', {
    listType: 'map',
    listMapKeys: ['mountPath'],
    patchStrategy: 'merge',
    patchMergeKey: 'mountPath',
  }),
  user: object(13, ContainerUser, 'User and groups that the program began with.'),
  allocatedResourcesStatus: list(14, ResourceStatus, "Health of the container's devices.", {
    listType: 'map',
    listMapKeys: ['name'],
    patchStrategy: 'merge',
    patchMergeKey: 'name',
  }),
  stopSignal: oneOf(15, stopSignals, 'Signal that asks the program to stop.'),
});

export interface ContainerStatus extends Infer<typeof ContainerStatus> {}

export const ContainerExtendedResourceRequest = defineType(
  'io.k8s.api.core.v1.ContainerExtendedResourceRequest',
  'Which request of a claim serves a resource of a container.',
  {
    containerName: required(string(1, 'Container that asked for the resource.')),
    resourceName: required(string(2, 'Resource that the container asked for, such as example.com/gpu.')),
    requestName: required(string(3, 'Request in the claim that serves it.')),
  },
);

export interface ContainerExtendedResourceRequest extends Infer<typeof ContainerExtendedResourceRequest> {}

export const PodExtendedResourceClaimStatus = defineType(
  'io.k8s.api.core.v1.PodExtendedResourceClaimStatus',
  'The claim made for resources that devices serve.',
  {
    requestMappings: required(
      list(1, ContainerExtendedResourceRequest, 'Which request of the claim serves which container.', { listType: 'atomic' }),
    ),
    resourceClaimName: required(string(2, "Name of the claim in the pod's namespace.")),
  },
);

export interface PodExtendedResourceClaimStatus extends Infer<typeof PodExtendedResourceClaimStatus> {}

export const HostIP = defineType('io.k8s.api.core.v1.HostIP', 'An address of the node.', {
  ip: required(string(1, 'IPv4 or IPv6 address.')),
});

export interface HostIP extends Infer<typeof HostIP> {}

export const NodeAllocatableResourceClaimStatus = defineType(
  'io.k8s.api.core.v1.NodeAllocatableResourceClaimStatus',
  "What a claim takes from the node's CPU, memory and the like.",
  {
    resourceClaimName: required(string(1, 'Claim of the pod that this is about.')),
    containers: list(2, 'string', 'Containers that use the claim.', { listType: 'set' }),
    resources: required(map(3, 'quantity', 'Amounts that the claim takes.')),
  },
);

export interface NodeAllocatableResourceClaimStatus extends Infer<typeof NodeAllocatableResourceClaimStatus> {}

export const PodIP = defineType('io.k8s.api.core.v1.PodIP', 'An address of the pod.', {
  ip: required(string(1, 'IPv4 or IPv6 address.')),
});

export interface PodIP extends Infer<typeof PodIP> {}

export const PodResourceClaimStatus = defineType(
  'io.k8s.api.core.v1.PodResourceClaimStatus',
  "Which claim serves an entry of the pod's resourceClaims.",
  {
    name: required(string(1, 'Entry of spec.resourceClaims.')),
    resourceClaimName: string(2, 'Claim that was made for the pod; empty if none is needed.'),
  },
);

export interface PodResourceClaimStatus extends Infer<typeof PodResourceClaimStatus> {}

export const PodStatus = defineType('io.k8s.api.core.v1.PodStatus', 'The state that was found last.', {
  observedGeneration: int64(17, 'Generation of the pod that the status is about.'),
  phase: oneOf(
    1,
    ['Failed', 'Pending', 'Running', 'Succeeded', 'Unknown'],
    "Stage of the pod's life: Pending until a container runs, Running, then Succeeded or Failed once all have ended for good.",
  ),
  conditions: list(2, PodCondition, 'Aspects such as PodScheduled and Ready, which tell more than the phase.', {
    listType: 'map',
    listMapKeys: ['type'],
    patchStrategy: 'merge',
    patchMergeKey: 'type',
  }),
  message: string(3, 'What has led to the phase, in a sentence.'),
  reason: string(4, 'What has led to the phase, in one word, such as Evicted.'),
  nominatedNodeName: string(11, 'Node where room is being made for the pod by ending others. It may still go elsewhere.'),
  hostIP: string(5, 'Address of the node that the pod is on.'),
  hostIPs: list(16, HostIP, 'All addresses of the node, the first being hostIP.', {
    listType: 'atomic',
    patchStrategy: 'merge',
    patchMergeKey: 'ip',
  }),
  podIP: string(6, 'Address of the pod in the cluster. It changes when the pod is replaced: use a Service.'),
  podIPs: list(12, PodIP, 'All addresses of the pod, at most one per family. The first is podIP.', {
    listType: 'map',
    listMapKeys: ['ip'],
    patchStrategy: 'merge',
    patchMergeKey: 'ip',
  }),
  startTime: time(7, 'When the node took the pod on, before any image was pulled.'),
  initContainerStatuses: list(10, ContainerStatus, 'How each init container is doing.', { listType: 'atomic' }),
  containerStatuses: list(8, ContainerStatus, 'How each container is doing.', { listType: 'atomic' }),
  qosClass: oneOf(
    9,
    ['BestEffort', 'Burstable', 'Guaranteed'],
    'Who has to go first when a node runs short: BestEffort, then Burstable, then Guaranteed. Follows from requests and limits.',
  ),
  ephemeralContainerStatuses: list(13, ContainerStatus, 'How each container added for debugging is doing.', { listType: 'atomic' }),
  resize: string(14, 'Deprecated: see the conditions PodResizePending and PodResizeInProgress.'),
  resourceClaimStatuses: list(15, PodResourceClaimStatus, "Claims that serve the pod's resourceClaims.", {
    listType: 'map',
    listMapKeys: ['name'],
    patchStrategy: 'merge,retainKeys',
    patchMergeKey: 'name',
  }),
  extendedResourceClaimStatus: object(18, PodExtendedResourceClaimStatus, 'Claim that was made for resources which devices serve.'),
  allocatedResources: map(19, 'quantity', 'Requests that the node has set aside for the pod as a whole.'),
  resources: object(20, ResourceRequirements, 'Requests and limits of the pod as a whole that are in force.'),
  nodeAllocatableResourceClaimStatuses: list(
    21,
    NodeAllocatableResourceClaimStatus,
    "What the pod's claims take from the node's CPU, memory and the like.",
    { listType: 'atomic' },
  ),
});

export interface PodStatus extends Infer<typeof PodStatus> {}
