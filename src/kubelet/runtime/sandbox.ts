import type { ContainerStatus } from './container.ts';
import type { LinuxResources } from './linux-resources.ts';
import type { NamespaceOptions, SecurityContext } from './security.ts';

/** What names a sandbox. The attempt grows each time the pod gets a new one. */
export interface SandboxMetadata {
  readonly name: string;
  readonly uid: string;
  readonly namespace: string;
  readonly attempt: number;
}

/** How to make a sandbox: what the containers of a pod share. Containers are created with the same value again. */
export interface SandboxConfig {
  readonly metadata: SandboxMetadata;
  /** Must be left out for pods on the node's network. */
  readonly hostname?: string | undefined;
  /** The log paths of containers are relative to it. */
  readonly logDirectory?: string | undefined;
  /** Left out, the runtime uses the resolver settings of the node. */
  readonly dns?: DnsConfig | undefined;
  readonly portMappings?: readonly PortMapping[] | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  readonly linux?: LinuxSandboxConfig | undefined;
}

export interface LinuxSandboxConfig {
  /** Path of the pod's control group from the root of its hierarchy. */
  readonly cgroupParent?: string | undefined;
  readonly securityContext?: SecurityContext | undefined;
  readonly sysctls?: Readonly<Record<string, string>> | undefined;
  /** What the runtime class says a pod costs beyond its containers. */
  readonly overhead?: LinuxResources | undefined;
  /** The sum over the containers, for runtimes that size a virtual machine by it. */
  readonly resources?: LinuxResources | undefined;
}

export interface DnsConfig {
  readonly servers?: readonly string[] | undefined;
  readonly searches?: readonly string[] | undefined;
  readonly options?: readonly string[] | undefined;
}

export interface PortMapping {
  readonly protocol: 'TCP' | 'UDP' | 'SCTP';
  readonly containerPort: number;
  readonly hostPort: number;
  readonly hostIp?: string | undefined;
}

export type SandboxState = 'Ready' | 'NotReady';

/** A sandbox as it is listed. */
export interface Sandbox {
  readonly id: string;
  readonly metadata: SandboxMetadata;
  readonly state: SandboxState;
  readonly createdAtNs: bigint;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly handler: string;
}

export interface SandboxStatus extends Sandbox {
  /** The first is the pod's main address; empty for pods on the node's network. */
  readonly ips: readonly string[];
  readonly namespaces?: NamespaceOptions | undefined;
}

export interface SandboxReport {
  readonly status: SandboxStatus;
  /** Only when asked for; keys and content are the runtime's own. */
  readonly info: Readonly<Record<string, string>>;
  /** Only from runtimes that offer events. */
  readonly containers: readonly ContainerStatus[];
  /** When the runtime looked; zero when it does not say. */
  readonly observedAtNs: bigint;
}

export interface SandboxFilter {
  readonly id?: string | undefined;
  readonly state?: SandboxState | undefined;
  /** Labels and values that must all be there. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
}
