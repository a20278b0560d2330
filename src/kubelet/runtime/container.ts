import type { ImageReference } from './image.ts';
import type { LinuxResources } from './linux-resources.ts';
import type { ContainerSecurityContext, IdMapping } from './security.ts';

/** What names a container in its sandbox. The attempt grows with each restart. */
export interface ContainerMetadata {
  readonly name: string;
  readonly attempt: number;
}

export interface ContainerConfig {
  readonly metadata: ContainerMetadata;
  readonly image: ImageReference;
  /** Replaces the image's entry point; left out or empty, the image decides. */
  readonly command?: readonly string[] | undefined;
  /** Replaces the image's arguments. */
  readonly args?: readonly string[] | undefined;
  readonly workingDirectory?: string | undefined;
  readonly environment?: readonly EnvironmentVariable[] | undefined;
  readonly mounts?: readonly Mount[] | undefined;
  readonly devices?: readonly Device[] | undefined;
  /** Fully qualified names of devices described by the Container Device Interface. */
  readonly cdiDevices?: readonly string[] | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  /** Relative to the sandbox's log directory. */
  readonly logPath?: string | undefined;
  readonly stdin?: boolean | undefined;
  /** Close standard input after the first attached client has gone. */
  readonly stdinOnce?: boolean | undefined;
  readonly tty?: boolean | undefined;
  readonly linux?: LinuxContainerConfig | undefined;
  /** As in the Kubernetes API, `SIGTERM` or `SIGRTMIN+3`; left out, the image decides. */
  readonly stopSignal?: string | undefined;
}

export interface LinuxContainerConfig {
  readonly resources?: LinuxResources | undefined;
  readonly securityContext?: ContainerSecurityContext | undefined;
}

export interface EnvironmentVariable {
  readonly name: string;
  readonly value: string;
}

export type MountPropagation = 'None' | 'HostToContainer' | 'Bidirectional';

export interface Mount {
  readonly containerPath: string;
  /** Empty when an image is mounted. A path that does not exist is made a directory by some runtimes: check first. */
  readonly hostPath?: string | undefined;
  readonly readOnly?: boolean | undefined;
  /** Needs `readOnly` and no propagation, and a handler that offers it. */
  readonly recursiveReadOnly?: boolean | undefined;
  readonly selinuxRelabel?: boolean | undefined;
  readonly propagation?: MountPropagation | undefined;
  readonly userIds?: readonly IdMapping[] | undefined;
  readonly groupIds?: readonly IdMapping[] | undefined;
  readonly image?: ImageReference | undefined;
  readonly imageSubPath?: string | undefined;
}

export interface Device {
  readonly containerPath: string;
  readonly hostPath: string;
  /** Some of `r`, `w` and `m`. */
  readonly permissions: string;
}

export type ContainerState = 'Created' | 'Running' | 'Exited' | 'Unknown';

/** A container as it is listed. */
export interface Container {
  readonly id: string;
  readonly sandboxId: string;
  readonly metadata: ContainerMetadata;
  readonly image: ImageReference;
  readonly imageRef: string;
  /** Empty from runtimes older than the field. */
  readonly imageId: string;
  readonly state: ContainerState;
  readonly createdAtNs: bigint;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface ContainerStatus {
  readonly id: string;
  readonly metadata: ContainerMetadata;
  readonly state: ContainerState;
  readonly createdAtNs: bigint;
  /** Zero when it has not been started. */
  readonly startedAtNs: bigint;
  /** Zero when it has not ended. */
  readonly finishedAtNs: bigint;
  readonly exitCode: number;
  /** One word, `OOMKilled` when the memory limit ended it. */
  readonly reason: string;
  readonly message: string;
  readonly image: ImageReference;
  readonly imageRef: string;
  readonly imageId: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly mounts: readonly Mount[];
  readonly logPath: string;
  readonly resources?: LinuxResources | undefined;
  readonly user?: ContainerUser | undefined;
  readonly stopSignal?: string | undefined;
}

/** Who the first process of the container was started as. */
export interface ContainerUser {
  readonly uid: number;
  readonly gid: number;
  readonly supplementalGroups: readonly number[];
}

export interface ContainerReport {
  readonly status: ContainerStatus;
  /** Only when asked for; keys and content are the runtime's own. */
  readonly info: Readonly<Record<string, string>>;
}

export interface ContainerFilter {
  readonly id?: string | undefined;
  readonly state?: ContainerState | undefined;
  readonly sandboxId?: string | undefined;
  /** Labels and values that must all be there. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

export interface ExecutionResult {
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  readonly exitCode: number;
}

/** Which streams a client wants. With `tty` there is no separate standard error. */
export interface StreamOptions {
  readonly tty?: boolean | undefined;
  readonly stdin?: boolean | undefined;
  readonly stdout?: boolean | undefined;
  readonly stderr?: boolean | undefined;
}
