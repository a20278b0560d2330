import type {
  Container,
  ContainerConfig,
  ContainerFilter,
  ContainerReport,
  ContainerStatus,
  ExecutionResult,
  StreamOptions,
} from './container.ts';
import type { Image, ImageFilesystems, ImageReference, PullOptions } from './image.ts';
import type { LinuxResources } from './linux-resources.ts';
import type { Sandbox, SandboxConfig, SandboxFilter, SandboxReport, SandboxStatus } from './sandbox.ts';
import type {
  ContainerStatistics,
  ContainerStatisticsFilter,
  MetricDescriptor,
  SandboxMetrics,
  SandboxStatistics,
  SandboxStatisticsFilter,
} from './statistics.ts';

/**
 * What runs containers on a node. Words follow the Kubernetes API; what they mean follows CRI v1.
 *
 * A sandbox is what the containers of a pod share: network, and process namespaces where asked. It is run, stopped and
 * removed; containers are created in it, started, stopped and removed. Stopping a sandbox stops its containers, removing it
 * removes them. Stopping and removing what is gone succeeds; looking at it throws `NotFound`.
 *
 * Every method throws RuntimeError, `Cancelled` when its signal aborted. All have a deadline except pulling, events and
 * execution without one.
 */
export interface ContainerRuntime extends Disposable {
  readonly sandboxes: Sandboxes;
  readonly containers: Containers;
  readonly images: Images;

  version(options?: CallOptions): Promise<RuntimeVersion>;
  status(options?: VerboseOptions): Promise<RuntimeStatus>;
  /** Throws `Unimplemented` from runtimes that leave the choice to the kubelet. */
  cgroupDriver(options?: CallOptions): Promise<CgroupDriver>;
  setPodCidr(podCidr: string, options?: CallOptions): Promise<void>;
  /**
   * Changes as they happen, until the signal aborts. A runtime may first replay old ones. Throws `Unimplemented` where
   * there are none, `Unavailable` when the runtime goes away.
   */
  events(signal: AbortSignal): AsyncIterable<ContainerEvent>;
  metricDescriptors(options?: CallOptions): Promise<readonly MetricDescriptor[]>;
}

export interface Sandboxes {
  /** Answers with the sandbox's id. */
  run(config: SandboxConfig, options?: CallOptions & { readonly handler?: string | undefined }): Promise<string>;
  stop(sandboxId: string, options?: CallOptions): Promise<void>;
  remove(sandboxId: string, options?: CallOptions): Promise<void>;
  status(sandboxId: string, options?: VerboseOptions): Promise<SandboxReport>;
  list(filter?: SandboxFilter, options?: CallOptions): Promise<readonly Sandbox[]>;
  /** Tells the runtime what the pod may now use; the kubelet changes the pod's control group itself. */
  updateResources(
    sandboxId: string,
    resources: { readonly overhead?: LinuxResources | undefined; readonly containers?: LinuxResources | undefined },
    options?: CallOptions,
  ): Promise<void>;
  portForwardUrl(sandboxId: string, ports?: readonly number[], options?: CallOptions): Promise<string>;
  statistics(sandboxId: string, options?: CallOptions): Promise<SandboxStatistics>;
  listStatistics(filter?: SandboxStatisticsFilter, options?: CallOptions): Promise<readonly SandboxStatistics[]>;
  listMetrics(options?: CallOptions): Promise<readonly SandboxMetrics[]>;
}

export interface Containers {
  /** Answers with the container's id. The sandbox's config is the one it was run with. */
  create(sandboxId: string, config: ContainerConfig, sandbox: SandboxConfig, options?: CallOptions): Promise<string>;
  start(containerId: string, options?: CallOptions): Promise<void>;
  /** Without a grace period the container is killed at once. */
  stop(containerId: string, options?: CallOptions & { readonly graceSeconds?: number | undefined }): Promise<void>;
  remove(containerId: string, options?: CallOptions): Promise<void>;
  status(containerId: string, options?: VerboseOptions): Promise<ContainerReport>;
  list(filter?: ContainerFilter, options?: CallOptions): Promise<readonly Container[]>;
  /** Runs to the end, or throws `DeadlineExceeded` after the timeout; without one it may take forever. */
  execute(
    containerId: string,
    command: readonly string[],
    options?: CallOptions & { readonly timeoutSeconds?: number | undefined },
  ): Promise<ExecutionResult>;
  /** Where a streaming client can connect, once, shortly after. Reachable from the node only. */
  executeUrl(containerId: string, command: readonly string[], streams: StreamOptions, options?: CallOptions): Promise<string>;
  attachUrl(containerId: string, streams: StreamOptions, options?: CallOptions): Promise<string>;
  updateResources(
    containerId: string,
    resources: LinuxResources,
    options?: CallOptions & { readonly annotations?: Readonly<Record<string, string>> | undefined },
  ): Promise<void>;
  /** Makes the runtime write to a new file after the kubelet has renamed the old one. */
  reopenLog(containerId: string, options?: CallOptions): Promise<void>;
  checkpoint(
    containerId: string,
    options: CallOptions & { readonly location: string; readonly timeoutSeconds?: number | undefined },
  ): Promise<void>;
  statistics(containerId: string, options?: CallOptions): Promise<ContainerStatistics>;
  listStatistics(filter?: ContainerStatisticsFilter, options?: CallOptions): Promise<readonly ContainerStatistics[]>;
}

export interface Images {
  /** Answers with the id under which the node now has the image. No deadline: end it by the signal. */
  pull(image: ImageReference, options?: PullOptions): Promise<string>;
  /** Nothing when the node does not have the image. */
  status(image: ImageReference, options?: CallOptions): Promise<Image | undefined>;
  list(options?: CallOptions): Promise<readonly Image[]>;
  remove(image: ImageReference, options?: CallOptions): Promise<void>;
  filesystems(options?: CallOptions): Promise<ImageFilesystems>;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface VerboseOptions extends CallOptions {
  /** Also the runtime's own details, at some cost. */
  readonly verbose?: boolean | undefined;
}

export interface RuntimeVersion {
  readonly runtimeName: string;
  readonly runtimeVersion: string;
  readonly apiVersion: string;
}

export interface RuntimeStatus {
  readonly runtimeReady: boolean;
  readonly networkReady: boolean;
  readonly conditions: readonly RuntimeCondition[];
  /** Empty from runtimes that do not list them. */
  readonly handlers: readonly RuntimeHandler[];
  readonly features: RuntimeFeatures;
  readonly info: Readonly<Record<string, string>>;
}

export interface RuntimeCondition {
  readonly type: string;
  readonly status: boolean;
  readonly reason: string;
  readonly message: string;
}

export interface RuntimeHandler {
  /** Empty for the default one. */
  readonly name: string;
  readonly recursiveReadOnlyMounts: boolean;
  readonly userNamespaces: boolean;
}

export interface RuntimeFeatures {
  readonly supplementalGroupsPolicy: boolean;
  readonly userNamespacesHostNetwork: boolean;
}

export type CgroupDriver = 'Systemd' | 'Cgroupfs';

export interface ContainerEvent {
  readonly containerId: string;
  readonly type: 'Created' | 'Started' | 'Stopped' | 'Deleted';
  readonly createdAtNs: bigint;
  readonly sandbox?: SandboxStatus | undefined;
  readonly containers: readonly ContainerStatus[];
}
