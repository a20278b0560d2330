import type { Node } from '../../kinds/core/node/index.ts';
import { podRequests } from '../../kinds/core/pod/requests.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { maxScore, type Plugin, type Rejection } from '../plugin.ts';
import type { NodeInfo } from '../snapshot/node-info.ts';
import type { PodInfo } from '../snapshot/pod-info.ts';
import { amountOf, resourcesOf, unitsOf, type Resources } from '../snapshot/resources.ts';

/** A node must have free what the pod requests. Nodes with more left over score higher. */
export const nodeResourcesFit: Plugin = {
  name: 'NodeResourcesFit',
  weight: 1,

  filter: ({ requests }) => ({ reject: (node) => lackOf(requests, node) }),

  score: ({ scoredRequests: { cpuMillis, memoryBytes } }) => ({
    score({ allocatable, scoredRequested }) {
      let sum = 0;
      let count = 0;
      if (allocatable.cpuMillis > 0) {
        sum += unusedScore(scoredRequested.cpuMillis + cpuMillis, allocatable.cpuMillis);
        count++;
      }
      if (allocatable.memoryBytes > 0) {
        sum += unusedScore(scoredRequested.memoryBytes + memoryBytes, allocatable.memoryBytes);
        count++;
      }
      return count === 0 ? 0 : Math.trunc(sum / count);
    },
  }),

  mayHelp(pod, event) {
    switch (event.type) {
      case 'pod gone':
        return true;
      case 'pod updated':
        return event.changes.has('requests lowered') && isRoomMade(pod, event.previous, event.pod);
      case 'node added':
        return fitsEmpty(pod, event.node);
      case 'node updated':
        return event.changes.has('allocatable') && fitsEmpty(pod, event.node) && hasGrown(pod, event.previous, event.node);
      default:
        return false;
    }
  },
};

/** Runs for every node, so what mostly is the case is found out first. */
function lackOf(requests: Resources, node: NodeInfo): Rejection | undefined {
  const { pods, allowedPods, allocatable: has, requested: used } = node;
  const fits =
    pods.size < allowedPods &&
    (requests.cpuMillis === 0 || requests.cpuMillis <= has.cpuMillis - used.cpuMillis) &&
    (requests.memoryBytes === 0 || requests.memoryBytes <= has.memoryBytes - used.memoryBytes) &&
    (requests.ephemeralStorageBytes === 0 || requests.ephemeralStorageBytes <= has.ephemeralStorageBytes - used.ephemeralStorageBytes) &&
    requests.scalars.size === 0;
  return fits ? undefined : explainLack(requests, node);
}

function explainLack(requests: Resources, { pods, allowedPods, allocatable, requested }: NodeInfo): Rejection | undefined {
  const short = namesIn(requests).filter((name) => amountOf(requests, name) > amountOf(allocatable, name) - amountOf(requested, name));
  const reasons = short.map((name) => `Insufficient ${name}`);
  if (pods.size + 1 > allowedPods) reasons.unshift('Too many pods');
  if (reasons.length === 0) return undefined;
  return { reasons, isHelpedByPreemption: short.every((name) => amountOf(requests, name) <= amountOf(allocatable, name)) };
}

const unusedScore = (requested: number, capacity: number): number =>
  requested > capacity ? 0 : Math.trunc(((capacity - requested) * maxScore) / capacity);

function fitsEmpty({ requests }: PodInfo, { status }: Readonly<Node>): boolean {
  const allocatable = resourcesOf(status.allocatable);
  return (
    unitsOf(status.allocatable?.['pods']) > 0 && namesIn(requests).every((name) => amountOf(requests, name) <= amountOf(allocatable, name))
  );
}

function hasGrown({ requests }: PodInfo, previous: Readonly<Node>, next: Readonly<Node>): boolean {
  if (unitsOf(next.status.allocatable?.['pods']) > unitsOf(previous.status.allocatable?.['pods'])) return true;
  const before = resourcesOf(previous.status.allocatable);
  const after = resourcesOf(next.status.allocatable);
  return namesIn(requests).some((name) => amountOf(after, name) > amountOf(before, name));
}

/** The waiting pod asks for less itself, or one on a node leaves more of what it asks for. */
function isRoomMade({ uid, requests }: PodInfo, previous: Readonly<Pod>, next: Readonly<Pod>): boolean {
  if (next.metadata.uid === uid) return true;
  if (!next.spec.nodeName) return false;
  const before = resourcesOf(podRequests(previous, { withStatus: true }));
  const after = resourcesOf(podRequests(next, { withStatus: true }));
  return namesIn(requests).some((name) => amountOf(after, name) < amountOf(before, name));
}

const namesIn = (requests: Resources): readonly string[] =>
  ['cpu', 'memory', 'ephemeral-storage', ...requests.scalars.keys()].filter((name) => amountOf(requests, name) > 0);
