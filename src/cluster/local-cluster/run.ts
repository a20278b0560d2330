import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import { apiServerUser } from '../../apiserver/authentication/user.ts';
import type { Component } from '../../runtime/component.ts';
import { runStages } from '../../runtime/run-stages.ts';
import { controllerSettings } from '../controller-settings.ts';
import { PartObserver } from '../part-observer.ts';
import { openControlPlane, type ControlPlane } from '../control-plane.ts';
import { controllerManager } from '../controllers.ts';
import { createFabric, type Fabric } from '../local-node/fabric.ts';
import { defaultImageProxyPort, imageProxy } from '../local-node/image-proxy.ts';
import { stopLocalNodes, type LocalNode } from '../local-node/local-node.ts';
import { stopLocalCluster } from '../local-node/remove-local-cluster.ts';
import { startLocalNode } from '../local-node/start-local-node.ts';
import { schedulerStages } from '../scheduler.ts';
import { writeAgentConfiguration } from './agent-configuration.ts';
import { agentLogPath, agentProcess } from './agent-process.ts';
import { removeClusterRecord, writeClusterRecord } from './cluster-record.ts';
import { dnsServiceStages } from './dns-service.ts';
import { loadDemoImage } from './demo.ts';
import { untilNodeReady } from './node-readiness.ts';
import { says, seconds } from './progress.ts';
import { nodeName, type LocalClusterSettings } from './settings.ts';
import { writeContext } from './write-context.ts';

export interface LocalClusterOptions {
  readonly settings: LocalClusterSettings;
  readonly clock: Clock;
  readonly log: Log;
  /** Told what is going on, a line a time. */
  readonly say: (line: string) => void;
  /** Called once everything is ready. */
  ready(cluster: ReadyCluster): Promise<void>;
}

export interface ReadyCluster {
  readonly kubeconfigPath: string;
}

/** Runs a cluster on this machine until the signal aborts: the control plane in this process, each node in namespaces. */
export async function runLocalCluster(options: LocalClusterOptions, signal: AbortSignal): Promise<void> {
  const { settings, clock, log, say } = options;
  const { clusterName, dataFolder, securePort, ranges } = settings;
  const startedMs = clock.now();
  const fabric = await createFabric({ clusterName, dataFolder, ...ranges, signal });
  const observer = new PartObserver({ clock });
  const plane = await openControlPlane({
    observer,
    dataDir: dataFolder,
    bindAddresses: ['127.0.0.1', fabric.gateway],
    securePort,
    serviceCidr: fabric.serviceCidr,
    extraHosts: [clusterName],
    advertiseAddress: fabric.gateway,
    gates: settings.gates,
    runtimeConfig: settings.runtimeConfig,
    clock,
    log,
  });
  const starting = new AbortController();
  const started = { fabric, plane, nodes: startNodes(fabric, options, AbortSignal.any([signal, starting.signal])) };
  started.nodes.catch(() => {});
  try {
    const controllers = await controllerSettings(plane.certificates);
    const stages: readonly (readonly Component[])[] = [
      ...plane.stages,
      [says(`control plane ready (${seconds(clock.now() - startedMs)})`, say), imageProxy({ fabric, log })],
      ...controllerManager({
        observer,
        gates: settings.gates,
        clientAs: plane.clientAs,
        clock,
        log,
        settings: controllers,
      }),
      ...schedulerStages({ clientAs: plane.clientAs, clock, log, observer }),
      ...dnsServiceStages({ clientAs: plane.clientAs, serviceCidr: fabric.serviceCidr, clock, log }),
      [nodesComponent(started, options)],
    ];
    await runStages(stages, signal);
  } finally {
    starting.abort();
    // Whatever of them has come up, also when it was something else that kept the cluster from starting.
    await started.nodes.catch(() => {});
    await plane.close();
    await stopLocalCluster(fabric);
    await removeClusterRecord(dataFolder);
  }
}

interface Started {
  readonly fabric: Fabric;
  readonly plane: ControlPlane;
  readonly nodes: Promise<readonly LocalNode[]>;
}

/** Begins at once: namespaces and containerd come up while the control plane does. */
async function startNodes(fabric: Fabric, { settings, log }: LocalClusterOptions, signal: AbortSignal): Promise<readonly LocalNode[]> {
  const { clusterName, nodeCount, defaultRuntime } = settings;
  const indexes = Array.from({ length: nodeCount }, (_, at) => at + 1);
  // Left running by a start with more of them that was killed.
  await stopLocalNodes(fabric, { except: indexes.map((index) => nodeName(clusterName, index)) });
  return Promise.all(
    indexes.map((index) =>
      startLocalNode(fabric, {
        name: nodeName(clusterName, index),
        index,
        defaultRuntime,
        imageProxyPort: defaultImageProxyPort,
        signal,
        log,
      }),
    ),
  );
}

/** The nodes with the processes on them; when it stops, so do they. */
function nodesComponent(started: Started, options: LocalClusterOptions): Component {
  const { log } = options;
  return {
    name: 'nodes',
    async run(signal) {
      const nodes = await started.nodes;
      try {
        const agents = await Promise.all(nodes.map((node) => agentOf(node, started, options)));
        const running = runStages([agents], signal);
        await Promise.race([running, announce(nodes, started, options, signal)]);
        await running;
      } finally {
        await Promise.all(
          nodes.map((node) => node.stop().catch((error: unknown) => log.error({ node: node.name, error }, 'node could not be stopped'))),
        );
      }
    },
  };
}

async function agentOf(node: LocalNode, { fabric, plane }: Started, { settings, clock, log }: LocalClusterOptions): Promise<Component> {
  const server = `https://${fabric.gateway}:${plane.port}`;
  const configurationPath = await writeAgentConfiguration(node, {
    fabric,
    certificates: plane.certificates,
    server,
    logLevel: settings.logLevel,
  });
  return agentProcess(node, { configurationPath, clock, log });
}

async function announce(nodes: readonly LocalNode[], { plane }: Started, options: LocalClusterOptions, signal: AbortSignal): Promise<void> {
  const { settings, clock, say } = options;
  const client = plane.clientAs(apiServerUser);
  const startedMs = clock.now();
  await Promise.all([
    loadDemoImage(nodes),
    ...nodes.map(async (node) => {
      await untilNodeReady(node.name, { client, podCidr: node.podCidr, signal, clock }).catch((error: Error) => {
        throw new Error(`${error.message}; its log is ${agentLogPath(node)}`);
      });
      say(`node ${node.name} ready (${seconds(clock.now() - startedMs)})`);
    }),
  ]);
  const kubeconfigPath = await writeContext(plane, { clusterName: settings.clusterName, clock });
  await writeClusterRecord(settings.dataFolder, { port: plane.port, nodes: nodes.map(({ name }) => name), kubeconfig: kubeconfigPath });
  await options.ready({ kubeconfigPath });
}
