import { timestamp } from '../../base/clock.ts';
import { isSidecar } from '../../kinds/core/pod/containers.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import type { ContainerStatus, PodCondition, PodStatus } from '../../kinds/core/pod/status.ts';
import { findCondition } from '../../model/conditions.ts';
import { planSandbox } from '../plan/sandbox.ts';
import type { PodFacts } from './facts.ts';

/** Conditions the kubelet alone decides. All others of a pod belong to others, and are left as they are. */
const ownTypes = [
  'PodReadyToStartContainers',
  'Initialized',
  'Ready',
  'ContainersReady',
  'PodScheduled',
  'AllContainersRestarting',
  'PodResizePending',
  'PodResizeInProgress',
];

export const isOwnCondition = (type: string): boolean => ownTypes.includes(type);

type Finding = Pick<PodCondition, 'status' | 'reason' | 'message'>;

export interface ContainerLists {
  readonly init: readonly ContainerStatus[];
  readonly main: readonly ContainerStatus[];
}

export function podConditions(
  facts: PodFacts,
  phase: PodStatus['phase'],
  lists: ContainerLists,
  more: readonly { readonly type: string; readonly finding: Finding }[] = [],
): PodCondition[] {
  const { pod, previous, observation, nowMs } = facts;
  // Readiness gates are among the conditions of others, as the API server has them now.
  const foreign = (pod.status.conditions ?? []).filter(({ type }) => !isOwnCondition(type));
  const containersReady = judgeContainersReady(pod, phase, lists);
  const sandboxReady: Finding = { status: planSandbox(pod, observation).create ? 'False' : 'True' };
  const findings: readonly { readonly type: string; readonly finding: Finding }[] = [
    { type: 'PodReadyToStartContainers', finding: sandboxReady },
    { type: 'Initialized', finding: judgeInitialized(pod, phase, lists) },
    { type: 'Ready', finding: containersReady.status === 'True' ? judgeGates(pod, foreign) : containersReady },
    { type: 'ContainersReady', finding: containersReady },
    { type: 'PodScheduled', finding: { status: 'True' } },
    ...more,
  ];
  return [...foreign, ...findings.map(({ type, finding }) => dated(type, finding, { pod, previous, nowMs }))];
}

function dated(type: string, finding: Finding, { pod, previous, nowMs }: Pick<PodFacts, 'pod' | 'previous' | 'nowMs'>): PodCondition {
  const before = findCondition(previous.conditions, type);
  const kept = before?.status === finding.status ? before.lastTransitionTime : undefined;
  return {
    type,
    ...finding,
    ...(pod.metadata.generation !== undefined && { observedGeneration: pod.metadata.generation }),
    lastTransitionTime: kept ?? timestamp(nowMs),
  };
}

function judgeContainersReady({ spec }: Pod, phase: PodStatus['phase'], { init, main }: ContainerLists): Finding {
  const counted = [...(spec.initContainers ?? []).filter(isSidecar), ...spec.containers];
  const all = [...init, ...main];
  const unknown = counted.filter(({ name }) => !all.some((status) => status.name === name));
  if (phase === 'Succeeded' && unknown.length === 0) return { status: 'False', reason: 'PodCompleted' };
  if (phase === 'Failed') return { status: 'False', reason: 'PodFailed' };
  const unready = counted.filter(({ name }) => all.some((status) => status.name === name && !status.ready));
  const message = describe([
    ['unknown', unknown],
    ['unready', unready],
  ]);
  return message ? { status: 'False', reason: 'ContainersNotReady', message } : { status: 'True' };
}

function judgeGates({ spec }: Pod, conditions: readonly PodCondition[]): Finding {
  const messages = (spec.readinessGates ?? []).flatMap(({ conditionType }) => {
    const condition = findCondition(conditions, conditionType);
    const name = JSON.stringify(conditionType);
    if (!condition) return [`corresponding condition of pod readiness gate ${name} does not exist.`];
    if (condition.status === 'True') return [];
    return [`the status of pod readiness gate ${name} is not "True", but ${condition.status}`];
  });
  if (messages.length === 0) return { status: 'True' };
  return { status: 'False', reason: 'ReadinessGatesNotReady', message: messages.join(', ') };
}

function judgeInitialized({ spec }: Pod, phase: PodStatus['phase'], { init, main }: ContainerLists): Finding {
  const containers = spec.initContainers ?? [];
  const statusOf = (name: string) => init.find((status) => status.name === name);
  const unknown = containers.filter(({ name }) => !statusOf(name));
  if (phase === 'Succeeded' && unknown.length === 0) return { status: 'True', reason: 'PodCompleted' };
  if (main.some(({ state }) => state?.running || state?.terminated)) return { status: 'True' };
  const incomplete = containers.filter((container) => {
    const status = statusOf(container.name);
    return status && !(isSidecar(container) ? status.started : status.ready);
  });
  const message = describe([
    ['unknown', unknown],
    ['incomplete', incomplete],
  ]);
  return message ? { status: 'False', reason: 'ContainersNotInitialized', message } : { status: 'True' };
}

const describe = (groups: readonly (readonly [word: string, containers: readonly { readonly name: string }[]])[]): string =>
  groups
    .filter(([, containers]) => containers.length > 0)
    .map(([word, containers]) => `containers with ${word} status: [${containers.map(({ name }) => name).join(' ')}]`)
    .join(', ');
