import { timestamp } from '../../base/clock.ts';
import type { NodeAddress, NodeCondition, NodeStatus } from '../../kinds/core/node/schema.ts';
import { findCondition } from '../../model/conditions.ts';
import type { Image } from '../runtime/image.ts';
import type { RuntimeFeatures, RuntimeHandler } from '../runtime/runtime.ts';
import type { Capacity } from './capacity.ts';
import type { Machine } from './machine.ts';
import type { Pressure } from './pressure.ts';

export interface NodeFacts {
  readonly machine: Machine;
  readonly capacity: Capacity;
  readonly addresses: readonly NodeAddress[];
  readonly pressure: Pressure;
  /** Why pods cannot run; empty when they can. */
  readonly problems: readonly string[];
  readonly images: readonly Image[];
  readonly volumesInUse: readonly string[];
  readonly kubeletVersion: string;
  /** `containerd://2.1.9`. */
  readonly runtimeVersion: string;
  readonly handlers: readonly RuntimeHandler[];
  readonly features: RuntimeFeatures;
  readonly serverPort: number;
  readonly nowMs: number;
}

const mostImages = 50;
const mostNames = 5;

/** What a node says of itself. Volumes attached and the like are for others to say. */
export function nodeStatus(facts: NodeFacts, previous: NodeStatus | undefined): NodeStatus {
  const { machine, capacity, addresses, images, volumesInUse, handlers, features } = facts;
  return {
    capacity: capacity.capacity,
    allocatable: capacity.allocatable,
    conditions: nodeConditions(facts, previous?.conditions),
    addresses: [...addresses],
    daemonEndpoints: { kubeletEndpoint: { Port: facts.serverPort } },
    nodeInfo: {
      machineID: machine.machineId,
      systemUUID: machine.systemUuid,
      bootID: machine.bootId,
      kernelVersion: machine.kernelVersion,
      osImage: machine.osImage,
      containerRuntimeVersion: facts.runtimeVersion,
      kubeletVersion: facts.kubeletVersion,
      kubeProxyVersion: '',
      operatingSystem: 'linux',
      architecture: machine.architecture,
      ...(machine.swapBytes > 0 && { swap: { capacity: machine.swapBytes } }),
    },
    images: images
      .toSorted((a, b) => b.sizeBytes - a.sizeBytes)
      .slice(0, mostImages)
      .map(({ tags, digests, sizeBytes }) => ({ names: [...digests, ...tags].slice(0, mostNames), sizeBytes })),
    ...(volumesInUse.length > 0 && { volumesInUse: [...volumesInUse].toSorted() }),
    runtimeHandlers: handlers.map(({ name, recursiveReadOnlyMounts, userNamespaces }) => ({
      name,
      features: { recursiveReadOnlyMounts, userNamespaces },
    })),
    features: { supplementalGroupsPolicy: features.supplementalGroupsPolicy },
  };
}

type Finding = Pick<NodeCondition, 'status' | 'reason' | 'message'>;

function nodeConditions({ pressure, problems, nowMs }: NodeFacts, previous: readonly NodeCondition[] | undefined): NodeCondition[] {
  const short = (under: boolean, bad: readonly [string, string], good: readonly [string, string]): Finding => {
    const [reason, message] = under ? bad : good;
    return { status: under ? 'True' : 'False', reason, message };
  };
  const findings: Readonly<Record<string, Finding>> = {
    MemoryPressure: short(
      pressure.memory,
      ['KubeletHasInsufficientMemory', 'kubelet has insufficient memory available'],
      ['KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
    ),
    DiskPressure: short(
      pressure.disk,
      ['KubeletHasDiskPressure', 'kubelet has disk pressure'],
      ['KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
    ),
    PIDPressure: short(
      pressure.processes,
      ['KubeletHasInsufficientPID', 'kubelet has insufficient PID available'],
      ['KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
    ),
    Ready:
      problems.length === 0
        ? { status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' }
        : { status: 'False', reason: 'KubeletNotReady', message: problems.length === 1 ? (problems[0] ?? '') : `[${problems.join(', ')}]` },
  };
  const now = timestamp(nowMs);
  return Object.entries(findings).map(([type, finding]) => {
    const before = findCondition(previous, type);
    const since = before?.status === finding.status ? before.lastTransitionTime : undefined;
    return { type, ...finding, lastHeartbeatTime: now, lastTransitionTime: since ?? now };
  });
}

/** What is told as an event when a condition changes. */
export function conditionEvents(
  before: readonly NodeCondition[] | undefined,
  after: readonly NodeCondition[] | undefined,
): readonly string[] {
  return (after ?? [])
    .filter(({ type, status }) => findCondition(before, type)?.status !== status)
    .map(({ type, status }) => eventNames[type]?.[status === 'True' ? 0 : 1])
    .filter((name) => name !== undefined);
}

const eventNames: Readonly<Record<string, readonly [whenTrue: string, whenFalse: string]>> = {
  MemoryPressure: ['NodeHasInsufficientMemory', 'NodeHasSufficientMemory'],
  DiskPressure: ['NodeHasDiskPressure', 'NodeHasNoDiskPressure'],
  PIDPressure: ['NodeHasInsufficientPID', 'NodeHasSufficientPID'],
  Ready: ['NodeReady', 'NodeNotReady'],
};
