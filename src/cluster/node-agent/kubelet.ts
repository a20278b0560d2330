import { join } from 'node:path';
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Client } from '../../client/client.ts';
import type { Informers } from '../../client/informer.ts';
import { ControlGroups } from '../../kubelet/cgroups/control-groups.ts';
import { detectCgroups } from '../../kubelet/cgroups/layout.ts';
import { PodCgroups } from '../../kubelet/cgroups/pod-cgroups.ts';
import { createKubelet, type Kubelet } from '../../kubelet/kubelet.ts';
import { connectCri } from '../../kubelet/runtime/cri/cri-runtime.ts';
import type { ContainerRuntime } from '../../kubelet/runtime/runtime.ts';

export interface KubeletSettings {
  readonly nodeName: string;
  readonly nodeAddresses: readonly string[];
  readonly criSocket: string;
  readonly cgroupRoot: string;
  readonly rootDirectory: string;
  readonly podLogsDirectory: string;
  readonly containerLogsDirectory?: string | undefined;
  readonly clusterDnsAddresses: readonly string[];
  readonly clusterDomain: string;
}

export interface KubeletDependencies {
  readonly client: Client;
  readonly informers: Informers;
  readonly clock: Clock;
  readonly log: Log;
}

/** A kubelet on the container runtime and the control groups of this machine. */
export async function kubeletOf(
  settings: KubeletSettings,
  dependencies: KubeletDependencies,
): Promise<{ kubelet: Kubelet; runtime: ContainerRuntime }> {
  const { clock } = dependencies;
  const layout = await detectCgroups();
  const runtime = connectCri({ socketPath: settings.criSocket });
  const { clusterDnsAddresses, clusterDomain, criSocket: _, cgroupRoot, ...rest } = settings;
  const kubelet = await createKubelet({
    ...rest,
    ...dependencies,
    runtime,
    cgroups: new PodCgroups({ groups: new ControlGroups({ layout, clock }), root: cgroupRoot }),
    cgroupVersion: layout.version,
    dns: { clusterServers: clusterDnsAddresses, clusterDomain },
  });
  return { kubelet, runtime };
}

/** Upstream's places, under which a node's own folders are. */
export const nodeDirectories = (root = '/') => ({
  rootDirectory: join(root, 'var/lib/kubelet'),
  podLogsDirectory: join(root, 'var/log/pods'),
  containerLogsDirectory: join(root, 'var/log/containers'),
});
