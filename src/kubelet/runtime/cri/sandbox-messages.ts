import { converted, list, mapOf, optional, wrapped } from '../../../base/protobuf/composite.ts';
import { message } from '../../../base/protobuf/message.ts';
import { choice, exactInt64, int32, text, uint32 } from '../../../base/protobuf/scalar.ts';
import type {
  DnsConfig,
  LinuxSandboxConfig,
  PortMapping,
  Sandbox,
  SandboxConfig,
  SandboxFilter,
  SandboxMetadata,
  SandboxReport,
  SandboxStatus,
} from '../sandbox.ts';
import { containerStatus } from './container-messages.ts';
import { linuxResources } from './resource-messages.ts';
import { namespaceOptions, sandboxSecurityContext } from './security-messages.ts';

export const sandboxMetadata = message<SandboxMetadata>({
  name: [1, text],
  uid: [2, text],
  namespace: [3, text],
  attempt: [4, uint32],
});

const dnsConfig = message<DnsConfig>({
  servers: [1, list(text)],
  searches: [2, list(text)],
  options: [3, list(text)],
});

const portMapping = message<PortMapping>({
  protocol: [1, choice(['TCP', 'UDP', 'SCTP'])],
  containerPort: [2, int32],
  hostPort: [3, int32],
  hostIp: [4, text],
});

const linuxSandboxConfig = message<LinuxSandboxConfig>({
  cgroupParent: [1, text],
  securityContext: [2, optional(sandboxSecurityContext)],
  sysctls: [3, mapOf(text)],
  overhead: [4, optional(linuxResources)],
  resources: [5, optional(linuxResources)],
});

export const sandboxConfig = message<SandboxConfig>({
  metadata: [1, sandboxMetadata],
  hostname: [2, text],
  logDirectory: [3, text],
  dns: [4, optional(dnsConfig)],
  portMappings: [5, list(portMapping)],
  labels: [6, mapOf(text)],
  annotations: [7, mapOf(text)],
  linux: [8, optional(linuxSandboxConfig)],
});

const sandboxState = choice(['Ready', 'NotReady'], { otherwise: 'NotReady' });

/** On the wire the main address stands apart from the others. */
const addresses = converted(
  message<{ readonly main: string; readonly others: readonly string[] }>({ main: [1, text], others: [2, list(wrapped(text))] }),
  {
    fromWire: ({ main, others }): readonly string[] => (main === '' ? others : [main, ...others]),
    toWire: ([main = '', ...others]) => ({ main, others }),
  },
);

export const sandboxStatus = message<SandboxStatus>({
  id: [1, text],
  metadata: [2, sandboxMetadata],
  state: [3, sandboxState],
  createdAtNs: [4, exactInt64],
  ips: [5, addresses],
  namespaces: [6, optional(wrapped(wrapped(optional(namespaceOptions), 2)))],
  labels: [7, mapOf(text)],
  annotations: [8, mapOf(text)],
  handler: [9, text],
});

export const sandboxReport = message<SandboxReport>({
  status: [1, sandboxStatus],
  info: [2, mapOf(text)],
  containers: [3, list(containerStatus)],
  observedAtNs: [4, exactInt64],
});

export const sandboxFilter = message<SandboxFilter>({
  id: [1, text],
  state: [2, optional(wrapped(sandboxState))],
  labels: [3, mapOf(text)],
});

export const sandbox = message<Sandbox>({
  id: [1, text],
  metadata: [2, sandboxMetadata],
  state: [3, sandboxState],
  createdAtNs: [4, exactInt64],
  labels: [5, mapOf(text)],
  annotations: [6, mapOf(text)],
  handler: [7, text],
});
