import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Client } from '../client/client.ts';
import type { Informers } from '../client/informer.ts';
import type { Taint } from '../kinds/core/node/schema.ts';
import type { ResourceList } from '../kinds/core/resource-list.ts';
import type { PodCgroups } from './cgroups/pod-cgroups.ts';
import type { Environment } from './environment/environment.ts';
import type { ImageThresholds } from './images/image-thresholds.ts';
import type { RotationLimits } from './logs/log-rotation.ts';
import type { ContainerRuntime } from './runtime/runtime.ts';
import type { VolumeManager } from './volumes/volume-manager.ts';

export interface KubeletOptions {
  readonly nodeName: string;
  readonly client: Client;
  readonly informers: Informers;
  readonly runtime: ContainerRuntime;
  readonly cgroups: PodCgroups;
  readonly cgroupVersion: 1 | 2;
  /** In place of the kubelet's own, for tests. */
  readonly volumes?: VolumeManager | undefined;
  readonly environment?: Environment | undefined;
  readonly clock: Clock;
  readonly log: Log;
  /** Where the kubelet keeps what it needs for pods, as `/var/lib/kubelet`. Seccomp profiles are in `seccomp/` below. */
  readonly rootDirectory: string;
  /** As `/var/log/pods`. */
  readonly podLogsDirectory: string;
  /** As `/var/log/containers`. No links to logs are made without it. */
  readonly containerLogsDirectory?: string | undefined;
  /** The node's addresses, the main one first, at most one of each family. */
  readonly nodeAddresses: readonly string[];
  /** Default: the name of the node. */
  readonly hostname?: string | undefined;
  readonly dns?: DnsOptions | undefined;
  /** Where the kubelet's own server listens. Default 10250. */
  readonly serverPort?: number | undefined;
  /** What the node says its kubelet is. */
  readonly version?: string | undefined;
  readonly nodeLabels?: Readonly<Record<string, string>> | undefined;
  readonly nodeTaints?: readonly Taint[] | undefined;
  readonly providerId?: string | undefined;
  /** In place of what the machine has, where several nodes share one. */
  readonly capacity?: Readonly<ResourceList> | undefined;
  /** Kept from pods. */
  readonly reserved?: Readonly<ResourceList> | undefined;
  /** Default 110. */
  readonly maxPods?: number | undefined;
  readonly podPidsLimit?: number | undefined;
  /** How many images may be pulled at once. Default 5. */
  readonly parallelPulls?: number | undefined;
  readonly imageThresholds?: ImageThresholds | undefined;
  readonly logRotation?: RotationLimits | undefined;
}

export interface DnsOptions {
  /** Addresses of the cluster's DNS service. */
  readonly clusterServers?: readonly string[] | undefined;
  /** Default `cluster.local`. */
  readonly clusterDomain?: string | undefined;
  /** The node's own settings. Default `/etc/resolv.conf`. */
  readonly resolverFile?: string | undefined;
}
