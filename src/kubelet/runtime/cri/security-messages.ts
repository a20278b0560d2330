import { list, optional, wrapped } from '../../../base/protobuf/composite.ts';
import { message } from '../../../base/protobuf/message.ts';
import { choice, flag, int64, text, uint32 } from '../../../base/protobuf/scalar.ts';
import type {
  Capabilities,
  ContainerSecurityContext,
  IdMapping,
  NamespaceOptions,
  SecurityContext,
  SecurityProfile,
  SelinuxOptions,
  UserNamespace,
} from '../security.ts';

const namespaceScope = choice(['Pod', 'Container', 'Node', 'Target']);
const supplementalGroupsPolicy = choice(['Merge', 'Strict']);

export const idMapping = message<IdMapping>({
  hostId: [1, uint32],
  containerId: [2, uint32],
  length: [3, uint32],
});

const userNamespace = message<UserNamespace>({
  scope: [1, namespaceScope],
  userIds: [2, list(idMapping)],
  groupIds: [3, list(idMapping)],
});

export const namespaceOptions = message<NamespaceOptions>({
  network: [1, namespaceScope],
  process: [2, namespaceScope],
  interProcess: [3, namespaceScope],
  targetContainerId: [4, text],
  user: [5, optional(userNamespace)],
});

const selinuxOptions = message<SelinuxOptions>({
  user: [1, text],
  role: [2, text],
  type: [3, text],
  level: [4, text],
});

const securityProfile = message<SecurityProfile>({
  type: [1, choice(['RuntimeDefault', 'Unconfined', 'Localhost'])],
  localhostReference: [2, text],
});

const capabilities = message<Capabilities>({
  add: [1, list(text)],
  drop: [2, list(text)],
  addAmbient: [3, list(text)],
});

// The same fields have other numbers in the contexts of sandboxes and containers. Profiles as bare paths are deprecated in
// both and left out.
export const sandboxSecurityContext = message<SecurityContext>({
  namespaces: [1, optional(namespaceOptions)],
  selinux: [2, optional(selinuxOptions)],
  runAsUser: [3, optional(wrapped(int64))],
  readOnlyRootFilesystem: [4, flag],
  supplementalGroups: [5, list(int64)],
  privileged: [6, flag],
  runAsGroup: [8, optional(wrapped(int64))],
  seccomp: [9, optional(securityProfile)],
  apparmor: [10, optional(securityProfile)],
  supplementalGroupsPolicy: [11, supplementalGroupsPolicy],
});

export const containerSecurityContext = message<ContainerSecurityContext>({
  capabilities: [1, optional(capabilities)],
  privileged: [2, flag],
  namespaces: [3, optional(namespaceOptions)],
  selinux: [4, optional(selinuxOptions)],
  runAsUser: [5, optional(wrapped(int64))],
  runAsUserName: [6, text],
  readOnlyRootFilesystem: [7, flag],
  supplementalGroups: [8, list(int64)],
  noNewPrivileges: [11, flag],
  runAsGroup: [12, optional(wrapped(int64))],
  maskedPaths: [13, list(text)],
  readOnlyPaths: [14, list(text)],
  seccomp: [15, optional(securityProfile)],
  apparmor: [16, optional(securityProfile)],
  supplementalGroupsPolicy: [17, supplementalGroupsPolicy],
});
