import { systemClock, timestamp, type Clock } from '../../../base/clock.ts';
import type { Pod } from '../../../kinds/core/pod/index.ts';
import { qosClassOf } from '../../../kinds/core/pod/qos.ts';
import type { ControlGroups } from '../../cgroups/control-groups.ts';
import type { PodCgroups, PodIdentity } from '../../cgroups/pod-cgroups.ts';
import type { ObservedContainer, PodObservation } from '../../pleg/observation.ts';
import type { NodePods } from '../../pods/node-pods.ts';
import type { ContainerRuntime } from '../../runtime/runtime.ts';
import { FileSystems } from './file-systems.ts';
import { groupStatistics, type GroupStatistics } from './group-statistics.ts';
import { readMachine, type Machine } from './machine.ts';
import { RateMeter } from './rate-meter.ts';
import { readRuntimeUsage, type RuntimeUsage } from './runtime-usage.ts';
import type { ContainerStatistics, NodeStatistics, PodStatistics, Summary } from './summary.ts';

export interface StatisticsReaderOptions {
  readonly nodeName: string;
  /** The kubelet's root directory: its file system is the node's. */
  readonly root: string;
  readonly pods: NodePods;
  readonly runtime: ContainerRuntime;
  readonly controlGroups: ControlGroups;
  readonly podCgroups: PodCgroups;
  /** Holds everything on the node. Default: the root, the whole machine. */
  readonly nodeCgroup?: string | undefined;
  readonly clock?: Clock | undefined;
}

export interface SummaryOptions {
  /** What is cheap to find out: the runtime is not asked. */
  readonly onlyCpuAndMemory?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Measures the node, its pods and their containers. */
export class StatisticsReader {
  readonly #options: StatisticsReaderOptions;
  readonly #clock: Clock;
  readonly #rates = new RateMeter();

  constructor(options: StatisticsReaderOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  async summary({ onlyCpuAndMemory = false, signal }: SummaryOptions = {}): Promise<Summary> {
    const { pods, runtime } = this.#options;
    const machine = await readMachine();
    const usage = onlyCpuAndMemory ? undefined : await readRuntimeUsage(runtime, { signal });
    const round = { machine, usage, files: new FileSystems({ clock: this.#clock }), metered: new Set<string>() };
    const observed = pods.list().flatMap((pod) => observedPod(pod, pods.observation(pod.metadata.uid)));
    const [node, ...ofPods] = await Promise.all([this.#node(round), ...observed.map((pod) => this.#pod(pod, round))]);
    this.#rates.keep(round.metered);
    return { node, pods: ofPods };
  }

  async #node(round: Round): Promise<NodeStatistics> {
    const { nodeName, root, nodeCgroup = '/', controlGroups } = this.#options;
    const { machine, usage, files } = round;
    const group = (await controlGroups.usage(nodeCgroup)) ?? {};
    const nowMs = this.#clock.now();
    const time = timestamp(nowMs);
    // The root of version 2 counts less than other groups; then the machine itself is asked.
    const whole = {
      ...group,
      cpuNs: group.cpuNs ?? machine.cpuNs,
      memoryBytes: group.memoryBytes ?? machine.usedMemoryBytes,
      workingSetBytes: group.workingSetBytes ?? machine.usedMemoryBytes,
    };
    const always = { nodeName, startTime: timestamp(machine.startedAtMs), ...this.#measure(nodeCgroup, whole, round) };
    if (!usage) return always;
    const [main] = machine.interfaces;
    return {
      ...always,
      network: { time, ...main, interfaces: machine.interfaces },
      fs: await files.at(root),
      runtime: {
        imageFs: await files.used(usage.fileSystems.images[0]),
        containerFs: await files.used(usage.fileSystems.containers[0] ?? usage.fileSystems.images[0]),
      },
      rlimit: { time, maxpid: machine.maxProcesses, curproc: machine.processes },
    };
  }

  async #pod({ pod, observation, containers }: ObservedPod, round: Round): Promise<PodStatistics> {
    const { podCgroups } = this.#options;
    const { metadata, status } = pod;
    const identity = { uid: metadata.uid, qosClass: qosClassOf(pod) };
    const ofContainers = await Promise.all(containers.map((container) => this.#container(container, identity, round)));
    const group = await podCgroups.usage(identity);
    const [sandbox] = observation.sandboxes;
    const ofSandbox = sandbox && round.usage?.sandboxes.get(sandbox.id);
    const time = timestamp(this.#clock.now());
    return {
      podRef: { name: metadata.name, namespace: metadata.namespace ?? '', uid: metadata.uid },
      startTime: status.startTime ?? (sandbox ? timestamp(Number(sandbox.createdAtNs / 1_000_000n)) : time),
      containers: ofContainers,
      ...this.#measure(podCgroups.path(identity), group, round),
      ...(ofSandbox?.network && { network: { time, ...ofSandbox.network } }),
      ...(round.usage && {
        'ephemeral-storage': ephemeralStorage(ofContainers, await round.files.at(this.#options.root)),
        process_stats: { process_count: group?.tasks ?? ofSandbox?.processes },
      }),
    };
  }

  async #container(container: ObservedContainer, pod: PodIdentity, round: Round): Promise<ContainerStatistics> {
    const { name, id, startedAtNs, logPath } = container;
    const group = await this.#options.podCgroups.containerUsage(pod, id);
    const statistics = {
      name,
      startTime: timestamp(Number(startedAtNs / 1_000_000n)),
      ...this.#measure(id, group, round),
    };
    if (!round.usage) return statistics;
    const [rootfs, logs] = await Promise.all([round.files.used(round.usage.writableLayers.get(id)), round.files.logs(logPath)]);
    return { ...statistics, rootfs, logs };
  }

  #measure(key: string, usage: Parameters<typeof groupStatistics>[0], { machine, metered }: Round): GroupStatistics {
    const nowMs = this.#clock.now();
    metered.add(key);
    const usageNanoCores = this.#rates.nanoCores(key, usage?.cpuNs, nowMs);
    return groupStatistics(usage, {
      nowMs,
      usageNanoCores,
      capacityBytes: key === (this.#options.nodeCgroup ?? '/') ? machine.memoryBytes : undefined,
    });
  }
}

/** What is looked at for one answer. */
interface Round {
  readonly machine: Machine;
  readonly usage: RuntimeUsage | undefined;
  readonly files: FileSystems;
  readonly metered: Set<string>;
}

interface ObservedPod {
  readonly pod: Pod;
  readonly observation: PodObservation;
  /** Those that run. */
  readonly containers: readonly ObservedContainer[];
}

function observedPod(pod: Pod, observation: PodObservation | undefined): ObservedPod[] {
  if (!observation || observation.sandboxes.every(({ state }) => state !== 'Ready')) return [];
  return [{ pod, observation, containers: observation.containers.filter(({ state }) => state === 'Running') }];
}

function ephemeralStorage(containers: readonly ContainerStatistics[], whole: ContainerStatistics['rootfs']): ContainerStatistics['rootfs'] {
  const parts = containers.flatMap(({ rootfs, logs }) => [rootfs, logs]);
  const sum = (amount: (part: ContainerStatistics['rootfs']) => number | undefined) =>
    parts.reduce((total, part) => total + (amount(part) ?? 0), 0);
  return whole && { ...whole, usedBytes: sum((part) => part?.usedBytes), inodesUsed: sum((part) => part?.inodesUsed) };
}
