import { list, mapOf, optional, wrapped } from '../../../base/protobuf/composite.ts';
import { message } from '../../../base/protobuf/message.ts';
import { choice, exactInt64, flag, int32, int64, text, uint32 } from '../../../base/protobuf/scalar.ts';
import type {
  Container,
  ContainerConfig,
  ContainerFilter,
  ContainerMetadata,
  ContainerReport,
  ContainerStatus,
  ContainerUser,
  Device,
  EnvironmentVariable,
  LinuxContainerConfig,
  Mount,
} from '../container.ts';
import { imageReference } from './image-messages.ts';
import { linuxResources } from './resource-messages.ts';
import { containerSecurityContext, idMapping } from './security-messages.ts';
import { stopSignal } from './stop-signal.ts';

export const containerMetadata = message<ContainerMetadata>({
  name: [1, text],
  attempt: [2, uint32],
});

const environmentVariable = message<EnvironmentVariable>({
  name: [1, text],
  value: [2, text],
});

const mount = message<Mount>({
  containerPath: [1, text],
  hostPath: [2, text],
  readOnly: [3, flag],
  selinuxRelabel: [4, flag],
  propagation: [5, choice(['None', 'HostToContainer', 'Bidirectional'])],
  userIds: [6, list(idMapping)],
  groupIds: [7, list(idMapping)],
  recursiveReadOnly: [8, flag],
  image: [9, optional(imageReference)],
  imageSubPath: [10, text],
});

const device = message<Device>({
  containerPath: [1, text],
  hostPath: [2, text],
  permissions: [3, text],
});

const linuxContainerConfig = message<LinuxContainerConfig>({
  resources: [1, optional(linuxResources)],
  securityContext: [2, optional(containerSecurityContext)],
});

export const containerConfig = message<ContainerConfig>({
  metadata: [1, containerMetadata],
  image: [2, imageReference],
  command: [3, list(text)],
  args: [4, list(text)],
  workingDirectory: [5, text],
  environment: [6, list(environmentVariable)],
  mounts: [7, list(mount)],
  devices: [8, list(device)],
  labels: [9, mapOf(text)],
  annotations: [10, mapOf(text)],
  logPath: [11, text],
  stdin: [12, flag],
  stdinOnce: [13, flag],
  tty: [14, flag],
  linux: [15, optional(linuxContainerConfig)],
  cdiDevices: [17, list(wrapped(text))],
  stopSignal: [18, stopSignal],
});

const containerState = choice(['Created', 'Running', 'Exited', 'Unknown'], { otherwise: 'Unknown' });

const containerUser = message<ContainerUser>({
  uid: [1, int64],
  gid: [2, int64],
  supplementalGroups: [3, list(int64)],
});

export const containerStatus = message<ContainerStatus>({
  id: [1, text],
  metadata: [2, containerMetadata],
  state: [3, containerState],
  createdAtNs: [4, exactInt64],
  startedAtNs: [5, exactInt64],
  finishedAtNs: [6, exactInt64],
  exitCode: [7, int32],
  image: [8, imageReference],
  imageRef: [9, text],
  reason: [10, text],
  message: [11, text],
  labels: [12, mapOf(text)],
  annotations: [13, mapOf(text)],
  mounts: [14, list(mount)],
  logPath: [15, text],
  resources: [16, optional(wrapped(optional(linuxResources)))],
  imageId: [17, text],
  user: [18, optional(wrapped(optional(containerUser)))],
  stopSignal: [19, stopSignal],
});

export const containerReport = message<ContainerReport>({
  status: [1, containerStatus],
  info: [2, mapOf(text)],
});

export const containerFilter = message<ContainerFilter>({
  id: [1, text],
  state: [2, optional(wrapped(containerState))],
  sandboxId: [3, text],
  labels: [4, mapOf(text)],
});

export const container = message<Container>({
  id: [1, text],
  sandboxId: [2, text],
  metadata: [3, containerMetadata],
  image: [4, imageReference],
  imageRef: [5, text],
  state: [6, containerState],
  createdAtNs: [7, exactInt64],
  labels: [8, mapOf(text)],
  annotations: [9, mapOf(text)],
  imageId: [10, text],
});
