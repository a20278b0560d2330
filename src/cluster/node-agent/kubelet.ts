import { join } from 'node:path';
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Client } from '../../client/client.ts';
import type { ClientMetrics } from '../../client/http/client-metrics.ts';
import type { Informers } from '../../client/informer.ts';
import { ControlGroups } from '../../kubelet/cgroups/control-groups.ts';
import { detectCgroups } from '../../kubelet/cgroups/layout.ts';
import { PodCgroups } from '../../kubelet/cgroups/pod-cgroups.ts';
import { createKubelet } from '../../kubelet/kubelet.ts';
import { connectCri } from '../../kubelet/runtime/cri/cri-runtime.ts';
import { createKubeletView } from '../../kubelet/server/create-kubelet-view.ts';
import { KubeletServer } from '../../kubelet/server/kubelet-server.ts';
import type { Component } from '../../runtime/component.ts';

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
  readonly serving: ServingSettings;
}

export interface ServingSettings {
  readonly host: string;
  readonly port: number;
  readonly keyPem: string;
  readonly certificatePem: string;
  readonly clientCaPem: string;
}

export interface KubeletDependencies {
  readonly client: Client;
  readonly informers: Informers;
  /** Of what is sent to the API server, for those who read the kubelet's metrics. */
  readonly clientMetrics: ClientMetrics;
  readonly clock: Clock;
  readonly log: Log;
}

/** A kubelet on the container runtime and the control groups of this machine, with the server that others ask for logs and the like. */
export async function kubeletComponents(settings: KubeletSettings, dependencies: KubeletDependencies): Promise<readonly Component[]> {
  const { client, clientMetrics, clock, log } = dependencies;
  const { clusterDnsAddresses, clusterDomain, criSocket, cgroupRoot, serving, ...rest } = settings;
  const layout = await detectCgroups();
  const runtime = connectCri({ socketPath: criSocket });
  const controlGroups = new ControlGroups({ layout, clock });
  const podCgroups = new PodCgroups({ groups: controlGroups, root: cgroupRoot });
  const kubelet = await createKubelet({
    ...rest,
    ...dependencies,
    runtime,
    cgroups: podCgroups,
    cgroupVersion: layout.version,
    dns: { clusterServers: clusterDnsAddresses, clusterDomain },
    serverPort: serving.port,
  });
  const view = createKubeletView({
    ...rest,
    pods: kubelet.pods,
    runtime,
    podCgroups,
    controlGroups,
    nodeCgroup: cgroupRoot,
    metrics: () => clientMetrics.metrics(),
    clock,
  });
  const { host, port, ...tls } = serving;
  return [kubelet, new KubeletServer({ host, port, tls, view, client, log, clock })];
}

/** Upstream's places, under which a node's own folders are. */
export const nodeDirectories = (root = '/') => ({
  rootDirectory: join(root, 'var/lib/kubelet'),
  podLogsDirectory: join(root, 'var/log/pods'),
  containerLogsDirectory: join(root, 'var/log/containers'),
});
